"""The site's own addresses and forms: what there is to be lied about."""

import re
from collections import defaultdict
from random import Random
from urllib.parse import quote, urlsplit

from scripts.fuzz.pages import Form, Page
from scripts.fuzz.site import Site
from scripts.fuzz.wire import Request, ask, message

#: As many pages are looked into behind each list of pages; and sentences to be led on by, where a place is chosen too.
_LOOKED_INTO = 12
_LISTS = ("/answers/", "/places/")
_SENTENCES = (
    "卡丢了",
    "去外地看病要备案吗",
    "我妈在北京住院，医保在铁岭",
    "朝阳区的医保",
    "断保三个月，花了两万多能报吗",
    "感冒吃什么药",
)


class Book:
    """The site's own addresses and forms, as a visitor finds them who walks each guide a few times."""

    def __init__(self, site: Site, routes: list[str], rng: Random, walks: int = 12) -> None:
        self.site, self.rng = site, rng
        self.forms: list[Form] = []
        self.by_path: dict[str, list[str]] = defaultdict(list)
        self.values: dict[str, set[str]] = defaultdict(set)
        home = self._read("/")
        for link in dict.fromkeys(home.links):
            if link.startswith("/static/"):
                self._keep(link)
                continue
            page = self._read(link)
            for _ in range(walks if link.startswith("/guides/") else 1):
                self._walk(page)
        for pages in _LISTS:
            self._look_into(pages)
        for sentence in _SENTENCES:
            self._read(f"/search/?q={quote(sentence)}")
        for route in routes:
            self._fill(route)

    def _look_into(self, pages: str) -> None:
        """Some of the pages that a list leads to: their forms, and where they lead on to."""
        links = [link for link in self._read(pages).links if self._named(pages, link)]
        for link in self.rng.sample(links, min(_LOOKED_INTO, len(links))):
            self._read(link)

    def _named(self, pages: str, link: str) -> str:
        """What a page of a list is called in its address; '' for any other page."""
        found = re.fullmatch(rf"{pages}([\w-]+)/", urlsplit(link).path)
        return found[1] if found else ""

    @property
    def paths(self) -> list[str]:
        return sorted(self.by_path)

    def _read(self, address: str) -> Page:
        self._keep(address)
        answer = ask(self.site.port, Request("book", message("GET", address, [("Host", self.site.host)])))
        if "Location" in answer.headers or "location" in answer.headers:
            return self._read(answer.headers["location"])
        html = answer.headers.get("content-type", "").startswith("text/html")
        page = Page(address, answer.text if html else "")
        self.forms += [form for form in page.forms if form.action]
        for form in page.forms:
            for name, values in form.fields.items():
                self.values[name].update(values)
        for link in page.links:
            self._keep(link)
        return page

    def _keep(self, address: str) -> None:
        path = urlsplit(address).path
        if address and address not in self.by_path[path] and len(self.by_path[path]) < 40:
            self.by_path[path].append(address)

    def _fill(self, route: str) -> None:
        """Addresses of a route of the URL conf, whether or not a page leads there."""
        names = {pages: [name for path in self.paths if (name := self._named(pages, path))] for pages in _LISTS}
        codes = names["/places/"] or ["x"]
        listed = route.startswith("answers/")
        finished = [link for path in self.paths if path.endswith("/outcome/") for link in self.by_path[path]]
        for link in self.rng.sample(finished, min(12, len(finished))):
            slug, query = link.split("/")[2], urlsplit(link).query
            known = {
                "slug": slug,
                "part": self.rng.choice("1239"),
                "size": "large",
                "key": self.rng.choice(names["/answers/"] or ["x"]) if listed else self.rng.choice([*self.values]),
                "code": self.rng.choice(codes),
            }
            query = f"place={self.rng.choice(codes)}" if listed else query
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: known.get(found[1], "x"), route)  # noqa: B023
            self._keep(f"/{path}?{query}")

    def _walk(self, page: Page) -> None:
        """From a start page along links and forms, choosing anything, until there is no next question."""
        for _ in range(25):
            ways = [form for form in page.forms if form.method == "get" and len(form.fields) > 1]
            if ways:
                form = max(ways, key=lambda way: "asked" in way.fields)
                pairs = [(name, value) for name, value in form.filled(self.rng) if value]
                page = self._read(f"{form.action.partition('?')[0]}?" + "&".join(f"{k}={quote(v)}" for k, v in pairs))
            else:
                onward = [link for link in page.links if re.fullmatch(r"/guides/[\w-]+/\w+/(\?.*)?", link)]
                if not onward or "/outcome/" in page.address:
                    return
                page = self._read(onward[0])
