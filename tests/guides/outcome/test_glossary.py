"""Words of the trade are explained once, where a page first uses them."""

import datetime as dt
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from markupsafe import Markup

from guides.models import Term
from guides.outcome import glossary
from guides.outcome.glossary import AsideReader, Glossary
from registry import snapshot
from tests.conftest import sound

ON = dt.date(2026, 11, 21)


def term(name: str, meaning: str, **values: str) -> Term:
    return sound(Term, key=values.pop("key", name), name=name, meaning=meaning, **values)


WORDS = Glossary(
    (
        term("参保地", "医保在哪个城市交的"),
        term("自付", "医保管、轮到您掏的", compounds="先自付"),
        term("先行自付", "乙类先掏的一小部分"),
        term("手工报销", "先垫钱，再拿票据回参保地报", also="零星报销"),
        term("联网医院", "能给外地人当场报的医院"),
        term("医保码", "手机里的医保卡"),
    )
)


def glossed(text: str) -> str:
    """How the meaning stands in a page."""
    return f'<span class="gloss">（{text}）</span>'


def test_first_occurrence_is_explained_and_no_other() -> None:
    read = WORDS.reader()
    assert read("参保地是参保地。") == f"参保地{glossed('医保在哪个城市交的')}是参保地。"
    assert read("打参保地的电话") == "打参保地的电话"


def test_every_page_starts_anew() -> None:
    WORDS.reader()("参保地")
    assert "gloss" in WORDS.reader()("参保地")


def test_other_spelling_is_the_same_term() -> None:
    read = WORDS.reader()
    assert read("零星报销") == f"零星报销{glossed('先垫钱，再拿票据回参保地报')}"
    assert read("手工报销") == "手工报销"


def test_longer_term_goes_before_the_one_inside_it() -> None:
    read = WORDS.reader()
    assert read("先行自付") == f"先行自付{glossed('乙类先掏的一小部分')}"
    assert read("自付") == f"自付{glossed('医保管、轮到您掏的')}"


def test_word_with_the_term_inside_is_left_alone() -> None:
    read = WORDS.reader()
    assert read("先自付一成") == "先自付一成"
    assert "gloss" in read("自付")


def test_meaning_stands_behind_the_quotation_mark() -> None:
    assert WORDS.reader()("“医保码”打不开") == f"“医保码”{glossed('手机里的医保卡')}打不开"


@pytest.mark.parametrize(
    "text",
    [
        "手工报销，就是拿票据回去报。",
        "手工报销（零星的）",
        "手工报销是指拿票据回去报。",
        "能当场报的，叫“联网医院”。",
        "医保码是手机里的医保卡。",
        "“医保码”，是医保部门发的码。",
    ],
)
def test_text_that_explains_the_term_itself_is_left_alone(text: str) -> None:
    assert WORDS.reader()(text) == text


def test_following_sentences_may_explain_the_term() -> None:
    read = WORDS.reader()
    assert read("找联网医院。", "联网医院，就是能当场报的。") == "找联网医院。"
    assert read("联网医院") == "联网医院"


def test_text_is_escaped_around_the_meaning() -> None:
    page = WORDS.reader()("<b>参保地</b> & <script>")
    assert page == f"&lt;b&gt;参保地{glossed('医保在哪个城市交的')}&lt;/b&gt; &amp; &lt;script&gt;"


def test_meaning_is_escaped() -> None:
    assert Glossary((term("词", "<i>"),)).reader()("词") == f"词{glossed('&lt;i&gt;')}"


def test_paragraphs_are_the_same_whether_or_not_something_is_new() -> None:
    read = WORDS.reader()
    lines = ("回参保地办。", "带 <b>")
    assert read.paragraphs(lines) == f"<p>回参保地{glossed('医保在哪个城市交的')}办。</p><p>带 &lt;b&gt;</p>"
    assert read.paragraphs(lines) == "<p>回参保地办。</p><p>带 &lt;b&gt;</p>"


def test_numbers_are_to_be_tapped_whether_or_not_something_is_new() -> None:
    read, tapped = WORDS.reader(), 'tel:12393">12393</a>'
    assert [tapped in read.paragraphs(("参保地打 12393。",)) for _ in range(2)] == [True, True]
    assert tapped in read("打 12393。")


def test_heading_leaves_what_its_page_has_not_explained() -> None:
    read = WORDS.reader()
    read("参保地")
    assert [found.name for found in read.left("先到参保地手工报销，再手工报销")] == ["手工报销"]
    assert read.left("手工报销") == []


def aside(*texts: str) -> list[str]:
    """The terms that texts leave to be explained beside them."""
    read = WORDS.reader(aside=True)
    for text in texts:
        read(text)
    return [found.name for found in read.collected()]


def test_reader_aside_leaves_the_text_as_it_is() -> None:
    read = WORDS.reader(aside=True)
    assert read("<b>参保地</b> & 医保码") == "&lt;b&gt;参保地&lt;/b&gt; &amp; 医保码"
    assert read.paragraphs(("回参保地办。", "带 <b>")) == "<p>回参保地办。</p><p>带 &lt;b&gt;</p>"


def test_reader_aside_makes_numbers_to_be_tapped() -> None:
    tapped = '打 <a class="tel" href="tel:041212393">0412-12393</a>'
    assert WORDS.reader(aside=True)("打 0412-12393") == tapped
    assert WORDS.reader(aside=True).paragraphs(("打 0412-12393",)) == f"<p>{tapped}</p>"


def test_terms_are_collected_once_in_the_order_of_the_texts() -> None:
    assert aside("带医保码回参保地。", "参保地、零星报销", "手工报销") == ["医保码", "参保地", "手工报销"]
    assert aside("没有词") == []


def test_piece_is_made_once_and_brings_its_terms_to_every_page() -> None:
    made = []

    def piece(read: AsideReader, text: str) -> Markup:
        made.append(text)
        return read(text)

    for _ in range(2):
        read = WORDS.reader(aside=True)
        assert read.part(piece, "回<参保地>") == "回&lt;参保地&gt;"
        assert [found.name for found in read.collected()] == ["参保地"]
    assert made == ["回<参保地>"]


def test_term_explained_below_the_headline_is_not_collected() -> None:
    read = WORDS.reader(aside=True)
    read("回参保地")
    assert [found.name for found in read.left("先到参保地手工报销")] == ["参保地", "手工报销"]
    assert read.collected() == []


def test_text_that_explains_its_term_leaves_nothing_to_collect() -> None:
    assert aside("能当场报的，叫“联网医院”。") == []
    assert aside("能当场报的，叫“联网医院”。", "找联网医院") == ["联网医院"]


def clauses(text: str) -> list[str]:
    return re.findall('<span class="clause">(.*?)</span>', glossary.in_clauses(text))


def test_headline_breaks_behind_its_commas_and_before_what_it_quotes() -> None:
    assert clauses("快办备案。出院结账前办好，照样当场报。") == ["快办备案。", "出院结账前办好，", "照样当场报。"]
    assert clauses("能办：加进“家庭共济”，就行？") == ["能办：", "加进", "“家庭共济”，", "就行？"]
    assert clauses("打 12393，问<b>。")[1] == "问&lt;b&gt;。"
    assert '<a class="tel" href="tel:12393">12393</a>，' in clauses("打 12393，问。")[0]


@pytest.mark.parametrize("text", ["没有合适的证明。", "", "？！"])
def test_headline_of_one_breath_is_left_alone(text: str) -> None:
    assert glossary.in_clauses(text) == text


@pytest.mark.parametrize("text", ["快办备案。出院结账前办好，照样报。", "，先问；再去", "“甲”“乙”，丙"])
def test_nothing_of_a_headline_is_lost(text: str) -> None:
    assert Markup(glossary.in_clauses(text)).striptags() == text


def test_no_terms_explain_nothing() -> None:
    assert Glossary(()).reader()("参保地 <") == "参保地 &lt;"


def test_term_not_in_force_explains_nothing(publish: Callable[..., Any]) -> None:
    publish(Term, name="某某词", meaning="某个意思", effective_from=dt.date(2026, 12, 1))
    content = snapshot.current()
    assert glossary.of(content, dt.date(2026, 11, 30)).reader()("某某词") == "某某词"
    assert "某个意思" in glossary.of(content, dt.date(2026, 12, 1)).reader()("某某词")


def test_meaning_has_thirty_characters_at_most(build: Callable[..., Any]) -> None:
    build(Term, meaning="字" * 30).full_clean()
    with pytest.raises(ValidationError) as caught:
        build(Term, meaning="字" * 31).full_clean()
    assert set(caught.value.message_dict) == {"meaning"}


class _Attributes(HTMLParser):
    """Every attribute value and every heading of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[str] = []
        self.stack: list[str] = []
        self.in_titles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values += [value or "" for name, value in attrs if name != "class"]
        if ("class", "clause") not in attrs:  # where its line may break
            self.in_titles += [tag for heading in ("h1", "title", "option") if heading in self.stack]
        if tag not in ("input", "meta", "link", "br", "img"):
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


PLACE = "/guides/remote-care/insured_place/?for_whom=self"
ANSWERS = "for_whom=family&insured_place=210300&scheme=employee&care_place=110000"
OUTCOME = (
    f"/guides/remote-care/outcome/?{ANSWERS}&stage=planning&reason=own_choice&care_type=inpatient"
    "&hospital_linked=yes&filed_before=no&injury=no"
)


def explained(page: str) -> list[str]:
    """What a page says of the words of the trade, in its texts or beside them."""
    aside = re.findall(
        r'<details class="words">.*?</details>|<summary><span>这些词是什么意思</span>.*?</details>', page, re.S
    )
    return re.findall(r'<span class="gloss">(.*?)</span>', page) + re.findall(r"<dt>(.*?)</dt>", "".join(aside))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [PLACE, f"/guides/remote-care/filed_before/?{ANSWERS}", OUTCOME, "/misconceptions/"]
)
def test_pages_explain_each_term_once_and_never_in_an_attribute(client: Client, address: str) -> None:
    page = client.get(address, follow=True).content.decode()
    found = explained(page)
    assert found
    assert len(found) == len(set(found))
    parser = _Attributes()
    parser.feed(page)
    assert not [value for value in parser.values if "（" in value]
    assert parser.in_titles == []


@pytest.mark.django_db
def test_outcome_explains_its_words_beside_the_texts_that_use_them(client: Client) -> None:
    page = client.get(OUTCOME).content.decode()
    assert 'class="gloss"' not in page
    below = page[page.index("</h1>") : page.index('class="standing"')]
    assert re.findall(r'<details class="words"><summary>(.*?)</summary><dl><dt>(.*?)</dt>', below) == [
        ("“转诊”“备案”是什么意思", "转诊")
    ]
    said = re.sub(r"<[^>]+>", "", page[: page.index("这些词是什么意思")])
    terms = {row.name: row for row in snapshot.current().rows(Term)}
    assert all(any(word in said for word in terms[name].spellings) for name in explained(page))


@pytest.mark.django_db
def test_question_says_below_its_title_what_the_hints_leave_open(client: Client, publish: Callable[..., Any]) -> None:
    publish(Term, name="看病到哪一步", meaning="一个意思")
    page = client.get(f"/guides/remote-care/stage/?{ANSWERS}").content.decode()
    assert "<h1>现在看病到哪一步了？</h1>" in page
    assert '<p class="hint">看病到哪一步：一个意思。</p>' in page


@pytest.mark.on("2026-11-21")
@pytest.mark.django_db
def test_estimate_explains_what_its_labels_say(client: Client) -> None:
    page = client.get("/estimate/").content.decode()
    assert '<span class="gloss">起付线：先自己掏的那一部分。</span>' in page
    answer = client.post(
        "/estimate/", {"city": "北京", "scheme": "employee", "care_type": "inpatient", "total": "60000"}
    )
    said = answer.content.decode()
    assert "<span>起付线</span>" in said
    assert said.count("先自己掏的那一部分") == 1


@pytest.mark.django_db
def test_glossary_page_lists_every_term_with_its_standing(client: Client) -> None:
    page = client.get("/glossary/").content.decode()
    terms = [row for row in snapshot.current().rows(Term) if row.in_force(snapshot.today())]
    assert len(terms) >= 20
    for row in terms:
        assert f'id="{row.key}"' in page
        assert f"<dd>{row.meaning}。<a" in page
    assert page.count("还没有经医保经办机构核对") == 1
    assert len(set(re.findall(r'href="(#source-\d+)"', page))) == page.count('<li id="source-')


@pytest.mark.django_db
def test_page_asked_for_twice_is_explained_twice(client: Client) -> None:
    first, second = (client.get(OUTCOME).content for _ in range(2))
    assert first == second
