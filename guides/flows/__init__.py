"""The guides that exist, in the order of the home page. Each file holds routing only; words are rows."""

from guides.flow import Flow
from guides.flows.card_replacement import CARD_REPLACEMENT
from guides.flows.manual_claim import MANUAL_CLAIM
from guides.flows.remote_care import REMOTE_CARE
from guides.graph import checked

FLOWS: dict[str, Flow] = {flow.slug: checked(flow) for flow in (REMOTE_CARE, MANUAL_CLAIM, CARD_REPLACEMENT)}
