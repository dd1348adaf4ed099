"""Requests of strangers: every public address with every lie that can be told in its path, query, headers and body."""

from collections.abc import Callable
from random import Random
from urllib.parse import parse_qsl, urlencode, urlsplit

from scripts.fuzz import words
from scripts.fuzz.book import Book
from scripts.fuzz.site import Site
from scripts.fuzz.wire import Request, message

_METHODS = [
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "GeT",
    "A" * 40,
    "GET\x00",
]
_STATIC = [
    "css/site.css",
    "css/",
    "",
    "../settings.py",
    "..%2f..%2fmanage.py",
    "%2e%2e/%2e%2e/etc/passwd",
    "staticfiles.json",
]
_GUESSES = [
    "/robots.txt", "/sitemap.xml", "/favicon.ico", "/health/live", "/health/ready", "/metrics", "/.env",
    "/.git/config", "/admin", "/admin/", "/admin/jsi18n/", "/admin/preview/2030-01-01/", "/admin/registry/", "//", "/./",
    "/guides/../../etc/passwd", "/guides//outcome/", "/%2e%2e/", "/%00", "/%ff%fe/", "*", "http://127.0.0.1/", "/?",
    "/guides/remote-care/outcome-1.png/", "/text-size/huge/", "/text-size/%0d%0aX-Fuzz:1/",
    f"/%0a{words.FORGED}", f"/guides/%0d%0a{words.FORGED}/", f"/%1b[31m{words.FORGED}",
]  # fmt: skip
_HEADERS: list[tuple[str, list[str]]] = [
    ("Host", ["", " ", "evil.example", "localhost.", "127.0.0.1:99999", "127.0.0.1:" + "0" * 3000, "127.0.0.1:" + "9" * 5,
              "[::1", "[::1]:80", "127.0.0.1@evil.example", "127.0.0.1/x", "127.0.0.1 x", "a" * 300, "１２７.0.0.1", "xn--"]),
    ("SCRIPT_NAME", ["/guides/x", "/guides/remote-care", "//evil.example", "/" + "a" * 3000, "x", "/guides"]),
    ("SCRIPT-NAME", ["/guides/x", "//evil.example"]),
    ("PATH_INFO", ["/admin/", "//evil.example", "x"]),
    ("X-Forwarded-For", [words.FORWARDED, f"{words.FORWARDED}, 10.0.0.1", "garbage", "2001:db8:77::1", "1.2.3.4:5", ",,,"]),
    ("X-Forwarded-Proto", ["https", "http,https", "javascript"]),
    ("X-Forwarded-Host", ["evil.example", "a\tb"]),
    ("X-Forwarded-Port", ["1", "x"]),
    ("X-Forwarded-Prefix", ["/evil", "//evil.example"]),
    ("Forwarded", [f"for={words.FORWARDED};host=evil.example"]),
    ("X-Original-URL", ["/admin/"]),
    ("X-Rewrite-URL", ["/admin/"]),
    ("X-HTTP-Method-Override", ["DELETE"]),
    ("HX-Request", ["true", "false", words.MARKUP]),
    ("HX-Target", [words.MARKUP, "../"]),
    ("HX-Current-URL", ["http://evil.example/" + words.MARKUP, "\x80"]),
    ("HX-Boosted", ["true"]),
    ("HX-History-Restore-Request", ["true"]),
    ("Cookie", ["text_size=large", "text_size=" + words.MARKUP, "text_size=" + "a" * 4000, "sessionid=" + "a" * 32,
                "sessionid=../../x", "csrftoken=" + "é" * 40, "a;b=;=c;;;", '"' * 50, "messages=[[x", r'sessionid="\000aaaaaaaa"', "django_language=../x"]),
    ("Range", ["bytes=0-1", "bytes=-1", "bytes=9-1", "bytes=0-0,1-1,2-2", "bytes=" + "0-," * 900, "lines=1-2"]),
    ("If-Modified-Since", ["Thu, 01 Jan 1970 00:00:00 GMT", "x", "Sat, 99 Foo 99999 99:99:99 GMT", "9" * 300]),
    ("If-None-Match", ["*", '"x"', 'W/"' + "a" * 1000 + '"']),
    ("Origin", ["null", "http://evil.example", "http://127.0.0.1"]),
    ("Referer", ["http://evil.example/?" + words.WORD, "x", "\xff"]),
    ("Sec-Fetch-Site", ["cross-site", "x"]),
    ("Accept", ["application/json", "image/webp", "x/y;q=abc", "*/*;" * 500]),
    ("Accept-Language", ["en", "zh;q=abc", "zh," * 900, "x" * 500]),
    ("Accept-Encoding", ["gzip", "br", "identity;q=0", "x" * 500]),
    ("Content-Type", ["text/plain; charset=utf-7", "application/json", "multipart/form-data", "x", "text/html; charset=\x00"]),
    ("Content-Length", ["0", "-1", "abc", "5", "99999999999999999999", "0x5"]),
    ("Transfer-Encoding", ["chunked", "identity", "gzip, chunked", "xchunked"]),
    ("Expect", ["100-continue", "200-ok"]),
    ("Upgrade", ["websocket", "h2c"]),
    ("User-Agent", [words.AGENT, words.AGENT + " MicroMessenger/8.0", "", "\xff" * 50]),
    ("Authorization", ["Basic x", "Bearer " + words.SECRET]),
    ("X-" + "a" * 200, ["b"]),
]  # fmt: skip


class Stranger:
    """Makes request after request; the same seed and number make the same one from the same book."""

    def __init__(self, site: Site, routes: list[str], seed: int) -> None:
        """``routes``: the public ones of the URL conf, as they stand there."""
        self.site, self.seed = site, seed
        self.book = Book(site, routes, Random(f"{seed}/book"))
        self.kinds: list[tuple[int, str, Callable[[Random], Request]]] = [
            (30, "page", self._page),
            (22, "query", self._query),
            (12, "header", self._header),
            (8, "method", self._method),
            (12, "form", self._form),
            (6, "path", self._path),
            (4, "body", self._body),
            (5, "raw", self._raw),
            (1, "log-in", self._log_in),
        ]

    def request(self, number: int) -> Request:
        rng = Random(f"{self.seed}/{number}")
        ((_, _, make),) = rng.choices(self.kinds, [share for share, _, _ in self.kinds])
        made = make(rng)
        return Request(**{**made.__dict__, "number": f"{self.seed}/{number}"})

    def _source(self, rng: Random) -> str:
        return f"{words.VISITORS}{rng.randrange(1, 250)}"

    def _made(self, rng: Random, kind: str, raw: bytes, **more: object) -> Request:
        return Request(kind, raw, **{"source": self._source(rng), **more})  # type: ignore[arg-type]

    def _headers(self, rng: Random) -> list[tuple[str, str]]:
        agent = words.AGENT + rng.choice(["", " MicroMessenger/8.0"])
        size = [("Cookie", f"text_size={rng.choice(['large', 'normal'])}")] if rng.random() < 0.1 else []
        return [("Host", self.site.host), ("User-Agent", agent), *size]

    def _address(self, rng: Random) -> str:
        """Half of them in the guides, of which there are few beside answers and places; files are dear: seldom asked for."""
        guided = [path for path in self.book.paths if path.startswith("/guides/")] if rng.random() < 0.5 else []
        path = rng.choice(guided or self.book.paths)
        if path.endswith((".pdf", ".png")) and rng.random() < 0.8:
            path = path.rpartition("/")[0] + "/outcome/"
        return rng.choice(self.book.by_path.get(path) or ["/"])

    def _page(self, rng: Random) -> Request:
        """Addresses of the site, some with one answer exchanged for another that it offers."""
        path, pairs = self._parts(rng)
        if pairs and rng.random() < 0.7:
            name = rng.choice(pairs)[0]
            offered = sorted(self.book.values.get(name, ())) or ["x"]
            pairs = [(k, rng.choice(offered) if k == name else v) for k, v in pairs]
        return self._made(rng, "page", message("GET", _joined(path, urlencode(pairs)), self._headers(rng)))

    def _parts(self, rng: Random) -> tuple[str, list[tuple[str, str]]]:
        parts = urlsplit(self._address(rng))
        return parts.path, parse_qsl(parts.query, keep_blank_values=True)

    def _query(self, rng: Random) -> Request:
        path, pairs = self._parts(rng)
        names = sorted(self.book.values)
        for _ in range(rng.randint(1, 4)):
            change = rng.random()
            if pairs and change < 0.5:
                place = rng.randrange(len(pairs))
                pairs[place] = (pairs[place][0], words.text(rng))
            elif pairs and change < 0.6:
                pairs.append(rng.choice(pairs))
            elif pairs and change < 0.65:
                pairs.pop(rng.randrange(len(pairs)))
            else:
                pairs.append((rng.choice(names) if rng.random() < 0.85 else words.text(rng), words.text(rng)))
        target = _joined(path, words.query(rng, pairs))
        if rng.random() < 0.05:  # as some programs copy an address: its answers are in the path
            target = target.replace("?", rng.choice(["%3F", "%EF%BC%9F"]), 1)
        return self._made(rng, "query", message("GET", target, self._headers(rng)))

    def _header(self, rng: Random) -> Request:
        headers = self._headers(rng)
        for name, values in rng.sample(_HEADERS, rng.choice([1, 1, 1, 2, 3])):
            if rng.random() < 0.7:
                headers = [pair for pair in headers if pair[0] != name]
            headers.append((name, rng.choice(values)))
        if rng.random() < 0.03:
            headers += [(f"X-{number}", "y") for number in range(rng.choice([90, 101, 3000]))]
        method = rng.choice(["GET", "GET", "GET", "HEAD", "POST"])
        return self._made(rng, "header", message(method, self._address(rng), headers), half=True, broken=True)

    def _method(self, rng: Random) -> Request:
        raw = message(rng.choice(_METHODS), self._address(rng), self._headers(rng), rng.choice([b"", b"a=b"]))
        return self._made(rng, "method", raw, half=True, broken=True)

    def _form(self, rng: Random) -> Request:
        """A form of the site, sent as it is meant or otherwise."""
        forms = [form for form in self.book.forms if form.method == "post"] or self.book.forms
        form = rng.choice(forms if rng.random() < 0.8 else self.book.forms)
        pairs = form.filled(rng)
        for _ in range(rng.choice([0, 1, 2, 5])):
            if pairs:
                place = rng.randrange(len(pairs))
                pairs[place] = (pairs[place][0], words.text(rng))
        if rng.random() < 0.5:
            pairs = [(name, f"{words.AMOUNT}.53" if name in ("total", "own_deductible") else v) for name, v in pairs]
        body = words.query(rng, pairs).encode("utf-8", "surrogateescape")
        headers = [*self._headers(rng), ("Content-Type", "application/x-www-form-urlencoded")]
        return self._made(rng, "form", message("POST", form.action, headers, body))

    def _path(self, rng: Random) -> Request:
        if rng.random() < 0.3:
            target = "/static/" + rng.choice(_STATIC)
        elif rng.random() < 0.5:
            target = rng.choice(_GUESSES)
        else:
            steps = rng.choice(self.book.paths).split("/")
            steps[rng.randrange(len(steps))] = words.coded(rng, words.text(rng))
            target = "/" + "/".join(steps).lstrip("/")
        return self._made(rng, "path", message("GET", target, self._headers(rng)), half=True, broken=True)

    def _body(self, rng: Random) -> Request:
        """Bodies that are cut off, in pieces, of another kind or larger than they say."""
        target = rng.choice([form.action for form in self.book.forms if form.method == "post"] or ["/"])
        text = f"total={words.AMOUNT}.53&name={words.WORD}".encode()
        part = b'--x\r\nContent-Disposition: form-data; name="total"\r\n\r\n' + text + b"\r\n--x"
        upload = part.replace(b'name="total"', b'name="total"; filename="../../x\x00"') + b"--\r\n"
        kind, more, body = rng.choice(
            [
                ("application/x-www-form-urlencoded", [("Content-Length", str(len(text) + 500))], text),
                ("application/x-www-form-urlencoded", [("Content-Length", "3")], text),
                ("application/x-www-form-urlencoded", [("Transfer-Encoding", "chunked")], b"5\r\ntotal\r\nzz\r\n"),
                ("application/x-www-form-urlencoded", [("Transfer-Encoding", "chunked")], b"5\r\ntotal\r\n0\r\n\r\n"),
                ("application/x-www-form-urlencoded; charset=utf-16", [], text),
                ("application/x-www-form-urlencoded; charset=none", [], text),
                ("application/x-www-form-urlencoded", [], b"&".join(b"a%d=1" % n for n in range(1500))),
                ("application/x-www-form-urlencoded", [], b"total=" + b"9" * rng.choice([1000, 100_000, 2_600_000])),
                ("application/x-www-form-urlencoded", [], b"\xff\xfe%00%zz=%ff&&&===&\x00"),
                ("application/json", [], b'{"total": ' + text + b"}"),
                ("multipart/form-data; boundary=x", [], upload),
                ("multipart/form-data; boundary=x", [], part),
                ("multipart/form-data; boundary=" + "y" * 300, [], part),
                ("multipart/form-data", [], part),
                ("multipart/form-data; boundary=x", [], part * 1200 + b"--"),
            ]
        )
        raw = message("POST", target, [*self._headers(rng), ("Content-Type", kind), *more], body)
        return self._made(rng, "body", raw, half=True, broken=True)

    def _raw(self, rng: Random) -> Request:
        good = message("GET", self._address(rng), self._headers(rng))
        cut = rng.randrange(len(good))
        tail = good[good.index(b" HTTP/1.1") :]
        raw = rng.choice(
            [
                good[:cut],
                good[:cut] + bytes(rng.randrange(256) for _ in range(rng.randint(1, 9))) + good[cut:],
                bytes(rng.randrange(256) for _ in range(rng.randint(1, 300))) + b"\r\n\r\n",
                good.replace(
                    b"HTTP/1.1", rng.choice([b"HTTP/0.9", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/9.9", b"XTTP/1.1"])
                ),
                good.replace(b"\r\n", b"\n"),
                good.replace(b"\r\n", b"\r"),
                good[:-2] + b"A" * 20_000 + b": b\r\n\r\n",
                good[:-2] + b" folded\r\n\r\n",
                b"GET /search/?q=" + words.WORD.encode() + "中文&for_whom=self".encode() + tail,
                b"GET /guides/remote-care/?for_whom=self\x0b" + words.NUMBER.encode() + tail,
                b"GET /" + b"a" * rng.choice([4000, 8170, 8200, 70_000]) + tail,
                b"GET /?" + words.WORD.encode() + b" \x1b[31m" + words.FORGED.encode() + tail,
                b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(rng.randrange(256) for _ in range(80)),
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                good + good,
                b"\r\n" * 40 + good,
            ]
        )
        return self._made(rng, "raw", raw, half=True, broken=True)

    def _log_in(self, rng: Random) -> Request:
        name = rng.choice(["demo-anshan-editor", "a" * 300, *words.TEXTS])  # no canary: the name is kept, and it alone
        body = words.query(rng, [("username", name), ("password", words.SECRET), ("more", words.WORD)]).encode(
            "utf-8", "surrogateescape"
        )
        token = "a" * 32
        headers = [("Host", self.site.host), ("Cookie", f"csrftoken={token}"), ("X-CSRFToken", token)]
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        headers.append(("User-Agent", words.AGENT))
        raw = message("POST", f"/admin/login/?q={words.NUMBER}", headers, body)
        return self._made(rng, "log-in", raw, source=f"{words.GUESSERS}{rng.randrange(1, 250)}")


def _joined(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
