"""What a page offers to whoever reads it: links, and forms with what may be put in them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from urllib.parse import urljoin, urlsplit


@dataclass
class Form:
    """``fields``: each name with the values that were offered for it, of which the first or the marked one stands."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def filled(self, rng: Random) -> list[tuple[str, str]]:
        """As somebody in a hurry fills it in."""
        return [(name, rng.choice(values) if values else "") for name, values in self.fields.items()]


class Page(HTMLParser):
    def __init__(self, address: str, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._select = ""
        self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        for name in ("href", "src", "hx-get"):
            if target := told.get(name):
                self._add_link(target)
        if tag == "form":
            self.forms.append(Form(self._absolute(told.get("action", "")), told.get("method", "get").lower()))
        elif self.forms:
            self._add_field(tag, told)

    def _add_field(self, tag: str, told: dict[str, str]) -> None:
        form, name = self.forms[-1], told.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.fields.setdefault(self._select, []).append(told.get("value", ""))
        elif tag == "textarea":
            self._area = name
            form.fields.setdefault(name, []).append("")
        elif tag in ("input", "button") and name:
            if told.get("type") == "file":
                form.files.append(name)
            else:
                form.fields.setdefault(name, []).append(told.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def _add_link(self, target: str) -> None:
        absolute = self._absolute(target)
        if absolute:
            self.links.append(absolute)

    def _absolute(self, target: str) -> str:
        """Path and query on the site; '' for what leads elsewhere."""
        parts = urlsplit(urljoin(f"http://site{self.address}", target))
        if parts.netloc != "site" or parts.scheme != "http":
            return ""
        return parts.path + (f"?{parts.query}" if parts.query else "")
