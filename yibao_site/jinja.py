"""Jinja2 for the public pages: compiled templates cost a fifth of Django's. Forms inside them stay crispy."""

from collections.abc import Callable, MutableMapping
from functools import cache
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django.forms import BaseForm
from django.templatetags.static import static
from jinja2 import Environment
from jinja2.runtime import Context
from markupsafe import Markup

from calculators.core.money import format_number
from guides.outcome import glossary
from registry import snapshot
from registry.pages import url
from registry.typed import telephones
from registry.typed.dates import date_words
from registry.typed.signs import lines_of


class PlainContext(Context):
    """Calls what a page calls and nothing more: none of it asks for the context, and asking costs more than the call."""

    def call(self, __obj: Callable[..., Any], *args: Any, **named: Any) -> Any:
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return __obj(*args, **named)


class Pages(Environment):
    context_class = PlainContext

    def make_globals(self, own: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every page may call, as a plain dictionary: Jinja copies and compares it with every page and import."""
        return {**self.globals, **(own or {})}


def environment(**options: Any) -> Environment:
    # All templates are kept, without the keeping of who was used last, which costs more than the looking up.
    pages = Pages(trim_blocks=True, lstrip_blocks=True, cache_size=-1, **options)
    pages.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # Chinese as it is: half the bytes
    pages.globals.update(
        static=cache(static), url=url, crispy=crispy, day=date_words, number=format_number, reader=reader
    )
    pages.globals.update(
        lines=lines_of, dialled=telephones.dialled, dialable=telephones.in_text, tappable=telephones.linked
    )
    pages.globals.update(clauses=glossary.in_clauses)
    return pages


def reader(aside: bool = False) -> glossary.Reader:
    """What explains the words of the trade on one page, in its texts or beside them."""
    return glossary.of(snapshot.held(), snapshot.today()).reader(aside)


def crispy(form: BaseForm, read: glossary.Reader, helper: FormHelper | None = None) -> Markup:
    """A form through its crispy helper, its own or another one; the pack's templates have escaped what needed it."""
    return Markup(render_crispy_form(form, helper, context={"read": read}))
