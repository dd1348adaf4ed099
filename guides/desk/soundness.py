"""What must be true of published texts taken together, so that nothing is said on no ground, twice, or for ever.

Each check goes through the published rows, whatever their dates, and yields a sentence for everything to be mended.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from types import MappingProxyType
from typing import Any

from calculators.models import LAYERS
from guides.desk import links
from guides.desk.plain_words import LONGEST_READ, sentences, unexplained
from guides.finding import phrasing
from guides.models import Advice, Answer, Channel, Document, Misconception, Parameter, Phrase, Wording
from guides.outcome import glossary
from registry import snapshot as snapshots
from registry.evidence import Evidence
from registry.models import PlaceRelation
from registry.places import NATION
from registry.publication import PublishedRow
from registry.snapshot import Snapshot, published_models
from registry.workflow.review import public_texts

#: The source that stands for the editors themselves.
EDITORS = "editors-notes"
#: What the public reads, statement by statement.
SAID: tuple[type[PublishedRow], ...] = (Advice, Answer, Channel, Document, Misconception, Parameter, Wording)
#: With what speaks through those.
READ: tuple[type[PublishedRow], ...] = (*SAID, PlaceRelation)
_LAW = re.compile(r"(?:(?<!做)法|法典|条例|规定|办法|规程|细则|规范)(?:（[^）]*）)?$|规程）$")
_ARTICLE = re.compile(r"(?:附件 |正文 )?(?:第|[一二三四五六七八九十])")
_YEARLY = re.compile(r"20\d\d ?(?:医保)?年度")
_FIGURES = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?= ?(?:%|元|万|天|日|年|个月|个工作日|个百分点))")


def _published(snapshot: Snapshot) -> Iterator[PublishedRow]:
    for model in published_models():
        yield from snapshot.rows(model)


def named(row: PublishedRow) -> str:
    return f"{row._meta.verbose_name} {getattr(row, 'key', row.pk)}（{row.region_id}）"


def text(row: PublishedRow) -> str:
    """All that people read of a row."""
    return "\n".join(words for _, words in public_texts(row))


def without_article(snapshot: Snapshot) -> Iterator[str]:
    """A statement whose words were read in a law, or in any text that another one cites by article, says in which."""
    rows = [row for row in _published(snapshot) if Evidence(row.evidence).is_a_text]
    divided = {row.source_id for row in rows if _ARTICLE.match(row.source_article)}
    for row in rows:
        if not row.source_article and (row.source_id in divided or _LAW.search(row.source.title)):
            yield f"{named(row)}：依据是“{row.source.title}”，请写第几条。"


def unidentified_sources(snapshot: Snapshot) -> Iterator[str]:
    """A text whose words are said to have been read can be found again: who issued it, its number or address, a date."""
    for row in {row.source_id: row for row in _published(snapshot) if Evidence(row.evidence).is_a_text}.values():
        source = row.source
        where, when = source.number or source.url, source.number or source.issued_on or source.in_force_from
        if not (source.issuer and where and when):
            yield f"政策依据 {source.key}：写着读到了原文，可是缺发布单位、文号（或网址），或者日期。"


def local_for_all(snapshot: Snapshot) -> Iterator[str]:
    """What rests on one place's document is that place's rule: a national row says so, and was read in no text of its
    own, whatever that place's says."""
    places = snapshot.places
    for row in _published(snapshot):
        if row.region_id == NATION and row.source.region_id != NATION:
            chain = [
                place for code in places.chain(row.source.region_id) if code != NATION and (place := places.get(code))
            ]
            where = places.full_name(str(row.source.region_id))
            if Evidence(row.evidence).is_a_text:
                yield f"{named(row)}：给全国看的，{where}的文件不是全国的原文。把握请选“转述”。"
            if not any(place.short_name in text(row) for place in chain):
                yield f"{named(row)}：给全国看的，依据却是{where}的文件。请写明是哪里的规定。"


def borrowed(snapshot: Snapshot) -> Iterator[str]:
    """A text of the nation does not prove what one place does: whoever tells it for all names that place's text. The
    sentences of a phrase tell nothing: they are what people type."""
    known = {place.short_name for place in (*snapshot.places.provinces, *snapshot.places.pools)}
    names = "|".join(sorted(known, key=len, reverse=True))
    told = re.compile(rf"({names})(?:写明|：|要|能|叫|可以|的答复)|在({names})，")
    for row in _published(snapshot):
        if row.region_id == NATION and row.source.region_id == NATION and not isinstance(row, Phrase):
            places = {one or other for one, other in told.findall(text(row))}
            for place in sorted(name for name in places if name not in row.source_article):
                yield f"{named(row)}：说了{place}怎么办，请在条款里写明“{place}见”哪份文件。"


def notes_and_rules(snapshot: Snapshot) -> Iterator[str]:
    """The editors' advice rests on nothing else; what rests on the editors is no rule."""
    for row in _published(snapshot):
        if (row.evidence == Evidence.NOTE) != (row.source.key == EDITORS):
            yield f"{named(row)}：“编者提示”只能写编者自己的建议，别的要有自己的依据。"


def yearly_without_end(snapshot: Snapshot) -> Iterator[str]:
    """A statement about one year ends with it, and so does a figure whose source speaks of one year."""
    for model in (*READ, *LAYERS):
        for row in snapshot.rows(model):
            said = f"{text(row)}\n{row.source.title}" if model in LAYERS else text(row)
            if row.effective_to is None and _YEARLY.search(said):
                yield f"{named(row)}：说的是某一年度，请填“到哪天止”。"


def contradictions(snapshot: Snapshot) -> Iterator[str]:
    """The same thing, in the same place, at the same time and in the same case, has the same figures everywhere."""
    same: defaultdict[tuple[object, ...], list[Any]] = defaultdict(list)
    for model in SAID:
        for row in snapshot.rows(model):
            same[(model, row.region_id, str(row), repr(sorted(getattr(row, "when", {}).items())))].append(row)
    for rows in same.values():
        for one, other in combinations(rows, 2):
            if _together(one, other) and set(_FIGURES.findall(text(one))) != set(_FIGURES.findall(text(other))):
                yield f"{named(one)} 和 {named(other)}：同一件事，数不一样。"


def _together(one: PublishedRow, other: PublishedRow) -> bool:
    """Whether there is a day on which both are in force."""
    return all(
        first.effective_from is None or last.effective_to is None or first.effective_from <= last.effective_to
        for first, last in ((one, other), (other, one))
    )


def long_sentences(snapshot: Snapshot) -> Iterator[str]:
    for model in READ:
        for row in snapshot.rows(model):
            for sentence in sentences(text(row)):
                yield f"{named(row)}：这一句超过 {LONGEST_READ} 个字：“{sentence[:14]}……”。请分成两句。"


def trade_words(snapshot: Snapshot) -> Iterator[str]:
    """A word of the trade is explained by today's glossary or where it stands."""
    known = glossary.of(snapshot, snapshots.today())
    for model in SAID:
        for row in snapshot.rows(model):
            words = (word for _, said in public_texts(row) for word in unexplained(said, known))
            yield from (
                f"{named(row)}：“{word}”是行话，没有解释。请换平常的话，或者写进“词语解释”。"
                for word in dict.fromkeys(words)
            )


def repeated(snapshot: Snapshot) -> Iterator[str]:
    """One thing is one row, which may serve several guides; the same words twice soon differ."""
    same: defaultdict[tuple[object, ...], list[Any]] = defaultdict(list)
    for model in SAID:
        for row in snapshot.rows(model):
            same[(model, row.region_id, text(row))].append(row)
    for rows in same.values():
        for one, other in combinations(rows, 2):
            if one.key != other.key and _together(one, other):
                yield f"{named(one)} 和 {named(other)}：一字不差，请合成一条，在“用在哪个指引”里都勾上。"


def dead_links(snapshot: Snapshot) -> Iterator[str]:
    """Whatever says where to go on leads to something that is published today."""
    on = snapshots.today()
    rows: tuple[Answer | Misconception, ...] = (*snapshot.rows(Answer), *snapshot.rows(Misconception))
    for row in rows:
        if row.in_force(on) and (keys := list(links.dead(snapshot, row, on))):
            yield f"{named(row)}：接着看的 {'、'.join(keys)} 没有发布。请改成有的代号，或者去掉。"


def unheard_sentences(snapshot: Snapshot) -> Iterator[str]:
    """Every phrase understands the sentence beside it, and leaves the other alone, among all the others."""
    return phrasing.broken(snapshot, snapshots.today())


CHECKS: Mapping[str, Callable[[Snapshot], Iterator[str]]] = MappingProxyType(
    {
        "依据法条却没写第几条": without_article,
        "读到原文却认不出是哪份文件": unidentified_sources,
        "拿一地的文件当全国规定": local_for_all,
        "说了一地怎么办却没写那里的文件": borrowed,
        "编者提示和规定混在一起": notes_and_rules,
        "年度的说法没有截止日期": yearly_without_end,
        "同一件事两个数": contradictions,
        "句子太长": long_sentences,
        "行话没有解释": trade_words,
        "一样的话写了几条": repeated,
        "接着看的打不开": dead_links,
        "说法认错了句子": unheard_sentences,
    }
)


def read_of_the_nation(snapshot: Snapshot) -> tuple[int, int]:
    """How many statements of the whole country say a rule, and how many of these were read in its own text."""
    rules = _rules_of_the_nation(snapshot)
    return len(rules), sum(Evidence(row.evidence).is_a_text for row in rules)


def unread_of_the_nation(snapshot: Snapshot) -> Iterator[str]:
    """Every rule of the whole country that was read in no text of its own, under what was looked for and found."""
    unread: dict[str, list[str]] = defaultdict(list)
    for row in _rules_of_the_nation(snapshot):
        if not Evidence(row.evidence).is_a_text:
            unread[f"{row.source.title}（{row.source.key}）：{row.source.note or '没有读到原文。'}"].append(named(row))
    for source, rows in sorted(unread.items(), key=lambda found: -len(found[1])):
        yield f"{len(rows)} 条 {source}"
        yield from (f"  {row}" for row in sorted(rows))


def _rules_of_the_nation(snapshot: Snapshot) -> list[PublishedRow]:
    rows = (row for model in READ for row in snapshot.rows(model))
    return [row for row in rows if (row.region_id or NATION) == NATION and row.evidence != Evidence.NOTE]


def grades(snapshot: Snapshot) -> Counter[str]:
    """How many statements there are of each grade of evidence."""
    return Counter(Evidence(row.evidence).label for model in READ for row in snapshot.rows(model))
