"""Requests of clerks who know the way in: every admin page, form and upload, filled with what nobody would type."""

import base64
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django_otp.oath import totp
from openpyxl import load_workbook

from scripts.fuzz import words
from scripts.fuzz.pages import Form, Page
from scripts.fuzz.site import Site
from scripts.fuzz.wire import Answer, Request, ask, message
from scripts.fuzz.workbooks import hostile

#: These end the session, or change what the fuzz logs in with.
_LEFT_ALONE = re.compile(r"^/admin/(logout|password_change|login)|/static/|second-factor|authenticator")
_PARAMETERS = ["q", "p", "o", "all", "e", "ids", "next", "_popup", "_to_field", "_changelist_filters", "pk__in", "pk__lt",
               "term", "app_label", "model_name", "field_name", "on", "path", "check", "status__exact", "author", "region",
               "region__code", "source__id__exact", "_facets", "_history", "id__exact", "pk"]  # fmt: skip
#: Identifiers of rows that are not there, or could not be.
_IDS = ["0", "-1", "²", "1_1", "abc", "9" * 20, "9" * 400, "1/../2", "_3A", "%00", "１", "1e3", "NaN", ""]
_ROWS_A_PAGE = 3
_MOST_PAGES = 350
#: What a workbook may take: longer than an import may last, with two cores shared.
_UPLOAD_WITHIN = 25
_UPLOADED = ["guides/document", "calculators/basicpolicy", "registry/office", "calculators/remoterule"]


class NotLetIn(Exception):
    """A clerk cannot get in, so nothing behind the log-in was tried."""


class Session:
    """One clerk's browser: cookies, the way through password and second factor, and back in when thrown out."""

    def __init__(self, site: Site, name: str, source: str) -> None:
        self.site, self.name, self.source = site, name, source
        self.cookies: dict[str, str] = {}
        self.secret = b""
        self.log_in()

    @property
    def _password(self) -> str:
        return self.site.clerks[self.name]

    def log_in(self) -> None:
        self.cookies.clear()
        self.get("/admin/login/")
        answer = self.post("/admin/login/", [("username", self.name), ("password", self._password)])
        if answer.status != 302:
            raise NotLetIn(f"{self.name}: {answer.status} {answer.problem}")
        address = self.get("/admin/").headers.get("location", "")
        for _ in range(3):  # a code may just have been used: the next one comes within half a minute
            if not address or self._give_code(address):
                return
            time.sleep(30)
        raise NotLetIn(f"{self.name}: no code is right")

    def _give_code(self, address: str) -> bool:
        page = self.get(address)
        while page.status == 302:
            address = page.headers["location"]
            page = self.get(address)
        if found := re.search(r'class="secret">([A-Z2-7 ]+)<', page.text):
            letters = found[1].replace(" ", "")
            self.secret = base64.b32decode(letters + "=" * (-len(letters) % 8))
        codes = (f"{totp(self.secret, drift=drift):06}" for drift in (0, 1, -1))
        return any(self.post(address, [("code", code), ("password", self._password)]).status == 302 for code in codes)

    def headers(self) -> list[tuple[str, str]]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return [("Host", self.site.host), *([("Cookie", cookies)] if cookies else [])]

    def get(self, address: str) -> Answer:
        return self.send(Request("clerk", message("GET", address, self.headers()), source=self.source))

    def post(self, address: str, pairs: list[tuple[str, str]]) -> Answer:
        return self.send(self.posting("clerk", address, urlencode(pairs).encode()))

    def posting(self, kind: str, address: str, body: bytes, form: str = "application/x-www-form-urlencoded") -> Request:
        token = [("X-CSRFToken", self.cookies.get("csrftoken", "")), ("Content-Type", form)]
        return Request(kind, message("POST", address, [*self.headers(), *token], body), source=self.source)

    def send(self, request: Request) -> Answer:
        answer = ask(self.site.port, request)
        for cookie in answer.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


class Desk:
    """What one clerk can find in admin, and what is done with it."""

    def __init__(self, site: Site, name: str, seed: int) -> None:
        self.seed, self.name = seed, name
        self.session = Session(site, name, "127.0.79.1")
        self.addresses: dict[str, list[str]] = defaultdict(list)
        self.forms: list[Form] = []
        self._crawl()
        self.books = [book for kind in _UPLOADED for book in books(self.session, kind)]
        self.kinds: list[tuple[int, str, Callable[[Random], Request]]] = [
            (38, "parameter", self._parameter),
            (17, "address", self._address),
            (32, "form", self._form),
            (5, "forged", self._forged),
            (6, "choice", self._choice),
            (2, "upload", self._upload),
        ]

    def _crawl(self) -> None:
        waiting = ["/admin/", "/admin/preview/"]
        seen = set(waiting)
        while waiting and len(seen) < _MOST_PAGES:
            address = waiting.pop(0)
            self.addresses[_shape(address)].append(address)
            answer = self.session.get(address)
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            page = Page(address, answer.text)
            self.forms += [form for form in page.forms if form.action and not _LEFT_ALONE.search(form.action)]
            for link in page.links:
                known = self.addresses[_shape(link)]
                if not link.startswith("/admin/") or _LEFT_ALONE.search(link) or link in seen:
                    continue
                if len(known) + sum(_shape(other) == _shape(link) for other in waiting) < _ROWS_A_PAGE:
                    seen.add(link)
                    waiting.append(link)

    def request(self, number: int) -> Request:
        rng = Random(f"{self.seed}/{self.name}/{number}")
        ((_, _, make),) = rng.choices(self.kinds, [share for share, _, _ in self.kinds])
        return Request(**{**make(rng).__dict__, "number": f"{self.seed}/{self.name}/{number}"})

    def after(self, answer: Answer) -> None:
        """Back in, where the last request has ended the session."""
        if answer.status == 302 and "/admin/login/" in answer.headers.get("location", ""):
            self.session.log_in()

    def _some(self, rng: Random) -> str:
        shape = rng.choice(sorted(self.addresses))
        return rng.choice(self.addresses[shape] or ["/admin/"])

    def _get(self, kind: str, address: str) -> Request:
        return Request(kind, message("GET", address, self.session.headers()), source=self.session.source)

    def _parameter(self, rng: Random) -> Request:
        parts = urlsplit(self._some(rng))
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        for _ in range(rng.randint(1, 3)):
            if pairs and rng.random() < 0.6:
                place = rng.randrange(len(pairs))
                pairs[place] = (pairs[place][0], _typed(rng))
            else:
                pairs.append((rng.choice(_PARAMETERS), _typed(rng) if rng.random() < 0.97 else "a " * 900))
        return self._get("parameter", f"{parts.path}?{words.query(rng, pairs)}")

    def _address(self, rng: Random) -> Request:
        """Rows that are not there, days that are none, and models of others."""
        path = urlsplit(self._some(rng)).path
        steps = path.split("/")
        places = [place for place, step in enumerate(steps) if re.search(r"\d", step)] or [rng.randrange(1, len(steps))]
        steps[rng.choice(places)] = words.coded(rng, rng.choice([*_IDS, *words.TEXTS]))  # paths may be logged
        return self._get("address", "/" + "/".join(steps).lstrip("/"))

    def _choice(self, rng: Random) -> Request:
        """Steps, exports and previews for more rows than anybody would choose."""
        lists = [shape for shape in self.addresses if re.fullmatch(r"/admin/\w+/\w+/", shape)]
        ids = ",".join(map(str, rng.choice([range(1, 200), range(1, 380), [10**30], ["²"], [""], [1] * 900])))
        tail = rng.choice(["step/publish/?ids=", "step/submit/?ids=", "step/verify/?ids=", "step/carry-over/?ids=",
                           "excel/export/?pk__in=", "excel/export/?all=&q=", "?all=&pk__in="])  # fmt: skip
        other = f"/admin/preview/{rng.choice(['2030-01-01', '9999-12-31', '0001-01-01'])}{self._public(rng)}"
        return self._get("choice", other if rng.random() < 0.3 else rng.choice(sorted(lists)) + tail + quote(ids))

    def _public(self, rng: Random) -> str:
        answers = "for_whom=self&insured_place=210300&scheme=employee&care_place=110000&stage=unknown&reason=unknown"
        return rng.choice(["/", "/offices/?place=210300", f"/guides/remote-care/outcome/?{answers}", "/estimate/"])

    def _filled(self, rng: Random) -> tuple[Form, list[tuple[str, str]]]:
        form = rng.choice(self.forms)
        pairs = [
            (name, values[0] if rng.random() < 0.9 else rng.choice(values))
            for name, values in form.fields.items()
            if values
        ]
        pairs = [pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"]
        for _ in range(rng.choice([0, 1, 1, 2, 4])):
            if pairs:
                place = rng.randrange(len(pairs))
                pairs[place] = (pairs[place][0], _typed(rng))
        if rng.random() < 0.05:  # a form says how many lines it has
            pairs = [(name, "2000" if name.endswith("-TOTAL_FORMS") else value) for name, value in pairs]
        if rng.random() < 0.1:
            pairs += rng.sample(pairs, min(3, len(pairs)))
        return form, pairs

    def _form(self, rng: Random) -> Request:
        form, pairs = self._filled(rng)
        if form.method == "get":
            return self._get("form", f"{form.action.partition('?')[0]}?{words.query(rng, pairs)}")
        body = words.query(rng, pairs).encode("utf-8", "surrogateescape")
        return self.session.posting("form", form.action, body)

    def _forged(self, rng: Random) -> Request:
        """Posted without the token, or with somebody else's."""
        form, pairs = self._filled(rng)
        token = [
            ("X-CSRFToken", rng.choice(["", "a" * 32, "²" * 32])),
            ("Origin", rng.choice(["null", "http://evil.example"])),
        ]
        kind = [("Content-Type", "application/x-www-form-urlencoded")]
        raw = message(
            "POST", form.action, [*self.session.headers(), *token, *kind], urlencode(pairs, errors="replace").encode()
        )
        return Request("forged", raw, source=self.session.source)

    def _upload(self, rng: Random) -> Request:
        if not self.books:
            return self._form(rng)
        address, name, made = rng.choice(self.books)
        return Request(**{**upload(self.session, address, made()).__dict__, "label": name})


def books(session: Session, kind: str) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Hostile workbooks with the headings of a real sheet: where to send each, what it is called, how it is made."""
    if session.get(f"/admin/{kind}/excel/import/").status == 200:
        blank = session.get(f"/admin/{kind}/excel/blank/").body
        page = load_workbook(BytesIO(blank)).worksheets[0]
        for name, made in hostile(page.title, [str(cell.value) for cell in page[1]]).items():
            yield f"/admin/{kind}/excel/import/", name, made


def upload(session: Session, address: str, content: bytes) -> Request:
    parts = [(b"reason", b"", b"x"), (b"file", b'; filename="x.xlsx"', content)]
    told = [b'--zq\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % part for part in parts]
    request = session.posting("upload", address, b"".join(told) + b"--zq--\r\n", "multipart/form-data; boundary=zq")
    return Request(**{**request.__dict__, "within": _UPLOAD_WITHIN})


def _typed(rng: Random) -> str:
    return words.CLERK_WORD if rng.random() < 0.1 else rng.choice([*words.TEXTS, *_IDS])


def _shape(address: str) -> str:
    """Pages of one kind have one shape: rows, days and values put aside."""
    parts = urlsplit(address)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return re.sub(r"\d[\d-]*", "N", parts.path) + ("?" + "&".join(names) if names else "")
