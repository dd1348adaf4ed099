"""How something becomes public, by two people: what may be done (``transitions``), by whom (``rights``), what a reviewer
is told (``review``) and what he has seen (``sight``)."""

from registry.workflow.transition import events
from registry.workflow.transitions import (
    TRANSITIONS,
    carry_over,
    discard,
    how_to_go_on,
    open_revision,
    publish,
    revise,
    send_back,
    submit,
    verify,
    withdraw,
)

__all__ = [
    "TRANSITIONS",
    "carry_over",
    "discard",
    "events",
    "how_to_go_on",
    "open_revision",
    "publish",
    "revise",
    "send_back",
    "submit",
    "verify",
    "withdraw",
]
