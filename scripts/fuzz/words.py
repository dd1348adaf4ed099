"""What is typed: canaries, to be searched for afterwards, and values that have broken programs before."""

import re
from random import Random
from urllib.parse import quote_from_bytes

# Nobody's: a month 13, and words of no language.
WORD, NUMBER, AMOUNT, AGENT, SECRET = (
    "zqcanaryword",
    "210303193013324477",
    "31415926",
    "zqcanaryagent",
    "zqcanarysecret",
)
#: What a clerk looks for; may be stored where a clerk saves it, but never logged.
CLERK_WORD = "zqclerkword"
FORGED = "FORGEDLINE"
#: Visitors come from here; whoever tries to log in, from there (django-axes keeps the latter for half an hour).
VISITORS, GUESSERS = "127.0.77.", "127.0.78."
FORWARDED = "203.0.113.77"
MARKUP = "<zq-markup>\"'"

#: How an address begins that no page of the site leads to, unless a header of somebody has made it so.
LED_ASTRAY = re.compile("(?:https?:)?//evil|/evil/|/guides/x/")

CANARIES = (WORD, NUMBER, AMOUNT, AGENT, SECRET, VISITORS, FORWARDED)

TEXTS = [
    "", " ", "0", "-1", "1", "²", "१२", "１２万", "٣", "½", "1e309", "1e5", "NaN", "Infinity", "0x1F", "1_000", "--", "+",
    "true", "null", "None", "[]", "{}", "undefined", "*", "%", "_", "\\", "'", '"', ";", "|", "`id`", "$(id)", "&", "=",
    "\u202eabc", "\ufeff", "\u200b", "é", "e\u0301" * 20, "ﷺ" * 40, "👨‍👩‍👧‍👦", "𠮷野家", "İ", "ß", "\u2028", "\x85", "\x7f",
    "\x00", "a\x00b", "\r\nX-Fuzz: 1", "\n" + FORGED, "\x1b[31m" + FORGED, "\x08", "../../../../etc/passwd",
    "..\\..\\windows\\win.ini", "file:///etc/passwd", "http://127.0.0.1:1/", "//evil.example/", "javascript:alert(1)",
    MARKUP, "</script>" + MARKUP, "{{7*7}}", "{% debug %}", "{0.__class__}", "%(x)s", "%s%n", "${jndi:ldap://x}",
    "' OR '1'='1", "1; DROP TABLE x", "2026-02-30", "9999-12-31", "0001-01-01", "10000-01-01", "2026-13-01", "2024-02-29",
    "210300", "110000", "999999", "000000", "unknown", "self", "9" * 30, "9" * 400, "a" * 300, "中" * 300, "9223372036854775808",
    "我妈在北京住院，医保在铁岭", "卡丢了怎么办", "zhuyuan", "没有备案" * 70, "㏂" * 400, "朝阳铁东" * 80, "（（" * 150,
    "降1.2.3%", "先自付.%", "自9950年1月1日起施行，有效期99年", "患者李建国", "1.4万", "1,2,3", "1.2.3", "-0", "00", "1 ", "．", "，",
]  # fmt: skip
_BYTES = [b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"%", b"%zz", b"%u0041", b"\xf4\x90\x80\x80", b"%00", b"%25", b"+"]
#: 0, 1 and 2 thousand signs are where addresses begin to be refused.
_LONG = [1999, 2000, 2001, 4000, 8100]
_CANARIES = [WORD, NUMBER, AMOUNT + ".53"]
#: Of what dates, sums and shares are written: what is nearly one of them is read furthest.
_NEARLY = "一二三四五六七八九十百千万亿零〇元年月日号两半点角分廿次个岁满%折块0123456789.,，-/:至起"
_FORMS = ["二〇二{}年{}月{}日", "2025年{}月{}日", "{}年{}月{}日", "{}元", "{}万{}千", "第{}次", "{}%"]


def text(rng: Random) -> str:
    """A nasty or telling text; surrogates stand for bytes that are no UTF-8."""
    kind = rng.random()
    if kind < 0.25:
        return rng.choice(_CANARIES)
    if kind < 0.33:
        return _nearly(rng)
    if kind < 0.85:
        return rng.choice(TEXTS)
    if kind < 0.93:
        return rng.choice(TEXTS) + rng.choice(_CANARIES) + rng.choice(TEXTS)
    return rng.choice(_BYTES).decode("utf-8", "surrogateescape")


def _nearly(rng: Random) -> str:
    form = rng.choice(_FORMS)
    return form.format(*("".join(rng.choices(_NEARLY[:14], k=rng.randint(1, 3))) for _ in range(form.count("{}")))) + (
        rng.choice(_NEARLY) if rng.random() < 0.2 else ""
    )


def coded(rng: Random, value: str, safe: str = "") -> str:
    """The value as it stands in an address; some stay as they are, which no browser would do."""
    raw = value.encode("utf-8", "surrogateescape")
    if rng.random() < 0.06:
        return value.translate({ord(sign): None for sign in " \r\n"})
    if rng.random() < 0.005:
        return value * (rng.choice(_LONG) // max(len(raw), 1) + 1)
    return quote_from_bytes(raw, safe=safe)


def query(rng: Random, pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{coded(rng, key)}={coded(rng, value)}" for key, value in pairs)
