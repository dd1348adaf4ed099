"""Sheets as files: pages, tags, fonts, codes."""

import io
import re
import subprocess
from functools import cache
from itertools import cycle

import pytest
import zxingcpp
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models
from fontTools.ttLib import TTFont
from PIL import Image

from guides.flows import FLOWS
from guides.management.commands.check_sheets import HOMES, _walks, outcomes
from guides.models import Advice, Phrase
from guides.outcome import sheets
from guides.outcome.outcome import Outcome
from guides.outcome.papers import Paper
from registry import snapshot
from registry.belonging import inline_rows
from registry.models import Region, SourceDocument
from registry.snapshot import published_models
from registry.typed.telephones import dialled
from tests.thorough import long

pytestmark = pytest.mark.django_db
FONTS = settings.BASE_DIR / "fixtures" / "fonts"
ADDRESS = "https://www.example.gov.cn/guides/remote-care/outcome/?for_whom=family&insured_place=210300&scheme=employee"


def shell(command: str, data: bytes) -> bytes:
    return subprocess.run(command.split(), input=data, capture_output=True, check=True).stdout


def info(made: bytes) -> str:
    return shell("pdfinfo -", made).decode(errors="replace")


def sample(slug: str, home: str = "210300") -> tuple[Outcome, str]:
    """The outcome of a guide with the most blocks, and what else a sheet needs."""
    found = max(outcomes(snapshot.current(), FLOWS[slug], home), key=lambda one: len(one.blocks))
    return found, ADDRESS


def fullest(slug: str, home: str) -> list[Outcome]:
    """Each outcome of a guide once, with the most blocks that can be added to it."""
    found: dict[str, Outcome] = {}
    for outcome in outcomes(snapshot.current(), FLOWS[slug], home):
        if outcome.key not in found or len(outcome.blocks) > len(found[outcome.key].blocks):
            found[outcome.key] = outcome
    return list(found.values())


@long
@pytest.mark.parametrize(("slug", "home"), list(zip(FLOWS, cycle(HOMES))))
def test_every_outcome_keeps_to_its_pages(slug: str, home: str) -> None:
    """Every set of blocks for every place takes minutes: ``manage.py check_sheets``."""
    for found in fullest(slug, home):
        assert sheets.pages(sheets.pdf(found, ADDRESS)) == 2, found.key
        assert sheets.pages(sheets.pdf(found, ADDRESS, large=True)) in {3, 4}, found.key


@long
def test_check_names_the_sheet_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_PAGES", {"a4": 1})
    monkeypatch.setattr("guides.management.commands.check_sheets.FLOWS", {"remote-care": FLOWS["remote-care"]})
    monkeypatch.setattr(
        "guides.management.commands.check_sheets._walks", lambda *_: _walks(FLOWS["remote-care"], "210300")[:1]
    )
    with pytest.raises(CommandError, match=r"remote-care › \w+（.+，a4）：2 页，最多 1 页。"):
        call_command("check_sheets", home=["210300"])


@pytest.mark.parametrize(("large", "more"), [(False, 8), (True, 3)])
def test_a_sheet_that_has_grown_is_shrunk_and_never_cut(build: object, large: bool, more: int) -> None:
    """Some more asides still keep to the pages; every document, phone and deadline is there."""
    for number in range(more):
        row = build(Advice, key=f"extra-{number}", kind="warning", title=f"多出来的提醒 {number}", body="细说一句。")
        row.when = {}
        row.save()
    found, address = sample("remote-care")
    made = sheets.pdf(found, address, large)
    text = "".join(shell("pdftotext -raw - -", made).decode().split())
    assert sheets.pages(made) <= (4 if large else 2)
    assert f"多出来的提醒{more - 1}" in text
    words = [group.label for group in found.documents] + [phone.number for phone in found.phones]
    words += [found.title, *(deadline.title for deadline in found.deadlines.rules)]
    assert [word for word in words if "".join(word.split()) not in text] == []


@pytest.mark.parametrize("large", [False, True])
def test_rule_of_another_province_is_none_of_ours_on_paper_either(large: bool) -> None:
    """A printed sheet has no page beside it: what a statement rests on elsewhere stands with the statement."""

    def foreign(found: Outcome) -> list[Paper]:
        papers = (paper for group in found.documents for paper in group.papers)
        return [paper for paper in papers if paper.basis.differs == "江苏省的规定"]

    found = next(one for one in outcomes(snapshot.current(), FLOWS["remote-care"], "210900") if foreign(one))
    text = "".join(shell("pdftotext -raw - -", sheets.pdf(found, ADDRESS, large)).decode().split())
    for paper in foreign(found):
        assert f"〔{paper.basis.number}〕江苏省的规定" in text


@pytest.mark.parametrize("large", [False, True])
def test_sheet_is_a4_tagged_titled_and_in_chinese(large: bool) -> None:
    found, address = sample("remote-care")
    made = sheets.pdf(found, address, large)
    said = info(made)
    assert re.search(r"Tagged:\s+yes", said)
    assert re.search(rf"Title:\s+{found.title.rstrip('。')}：{found.subject.matter}\n", said)
    assert "A4" in said
    assert b"/Lang" in made
    assert b"pdfuaid" in shell("pdfinfo -meta -", made)
    assert int(said.split("Pages:")[1].split()[0]) == sheets.pages(made)
    structure = shell("pdfinfo -struct-text -", made).decode(errors="replace")
    assert "H1" in structure
    assert "Figure" in structure


@pytest.mark.parametrize("slug", FLOWS)
def test_sheet_uses_no_font_but_ours(slug: str) -> None:
    made = sheets.pdf(*sample(slug))
    lines = shell("pdffonts -", made).decode().splitlines()[2:]
    assert {line.split()[0].split("+")[1] for line in lines} == {"NotoSansSC-Regular", "NotoSansSC-Bold"}


@cache
def glyphs(font: str) -> frozenset[int]:
    with TTFont(FONTS / font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def words_of(row: models.Model) -> str:
    fields = [field for field in row._meta.concrete_fields if isinstance(field, (models.CharField, models.TextField))]
    return "".join(str(getattr(row, field.attname) or "") for field in fields)


@pytest.mark.parametrize("font", ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"])
def test_font_has_every_character_that_a_sheet_can_say(font: str) -> None:
    """A character without a glyph would print as nothing, and nobody would be told."""
    said = [model for model in published_models() if model is not Phrase]  # what visitors say, in every writing
    rows = [row for model in said for row in snapshot.current().rows(model)]
    children = [child for row in rows for name in inline_rows(type(row)) for child in getattr(row, name).all()]
    words = "".join(map(words_of, [*rows, *children, *SourceDocument.objects.all(), *Region.objects.all()]))
    folder = settings.BASE_DIR / "guides" / "outcome"
    furniture = [*folder.glob("**/*.typ"), *folder.glob("*.py")]
    furniture += (settings.BASE_DIR / "templates" / "pages" / "drawings").glob("*.html")
    words += "".join(path.read_text(encoding="utf-8") for path in furniture)
    words += settings.SITE_NAME + settings.SITE_NOTICE
    missing = {letter for letter in words if ord(letter) not in glyphs(font) and letter not in "\n\r\t"}
    assert missing == set()


@pytest.mark.parametrize("font", ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"])
def test_what_the_list_of_signs_has_the_fonts_have(font: str) -> None:
    listed = (FONTS / "signs.txt").read_text(encoding="utf-8")
    assert sorted(map(ord, listed)) == sorted(glyphs(font))


def test_sign_that_the_font_lacks_costs_nobody_the_sheet(build: object) -> None:
    row = build(Advice, key="strange", kind="warning", title="📞 龘路口，二〇二六年")
    row.save()
    text = shell("pdftotext -raw - -", sheets.pdf(*sample("remote-care"))).decode()
    assert "□ □路口，二〇二六年" in text
    assert sheets.picture(*sample("remote-care"), "3")[:4] == b"\x89PNG"


def codes(image: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)}


@pytest.mark.parametrize("part", sheets.PICTURES)
def test_picture_is_750_pixels_wide_and_its_code_leads_to_the_address(part: str) -> None:
    made = sheets.picture(*sample("remote-care"), part)
    image = Image.open(io.BytesIO(made))
    assert image.width == 750
    assert image.height < 5000
    assert codes(image.convert("L")) == {ADDRESS}


@pytest.mark.parametrize("large", [False, True])
def test_code_on_a_sheet_leads_to_the_address(large: bool) -> None:
    made = sheets.pdf(*sample("remote-care"), large=large)
    page = shell("pdftoppm -gray -r 150 -f 1 -l 1 -", made)
    assert codes(Image.open(io.BytesIO(page))) == {ADDRESS}
    assert width_of_code(page, 150) >= 29.9  # millimetres, without its quiet zone


def width_of_code(page: bytes, dots: int) -> float:
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page)), formats=zxingcpp.BarcodeFormat.QRCode)
    return float((found.position.top_right.x - found.position.top_left.x) / dots * 25.4)


@pytest.mark.parametrize("large", [False, True])
def test_every_number_on_a_sheet_can_be_tapped(large: bool) -> None:
    found, address = sample("remote-care")
    made = sheets.pdf(found, address, large)
    linked = set(re.findall(rb"tel:(\d+)", made))
    text = shell("pdftotext -raw - -", made).decode()
    assert linked == {
        dialled(number).encode() for number in re.findall(r"0\d{2,3}-\d{5,8}|(?<!\d)12[34]\d\d(?!\d)", text)
    }
    assert b"041212393" in linked
    assert made.count(b"/URI(tel:") >= text.count("0412-12393")


def test_authorisation_names_the_matter_and_the_place_and_leaves_the_person_blank() -> None:
    made = sheets.authorisation("异地就医备案", "参保地", "辽宁省鞍山市")
    text = "".join(shell("pdftotext -raw - -", made).decode().split())
    assert sheets.pages(made) == 1
    for words in (
        "授权委托书",
        "异地就医备案",
        "参保地：辽宁省鞍山市",
        "委托期限",
        "按手印",
        "窗口有自己的表",
    ):
        assert words in text
    assert re.search(r"姓名：电话：身份证号：", text)
    assert not re.search(r"\d", text)


def test_fault_of_typst_says_nothing_of_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def compile(self, *args: object, **kwargs: object) -> bytes:
            raise ValueError("for_whom=self")

    monkeypatch.setattr(sheets, "_compiler", Broken)
    sheets._set.cache_clear()
    with pytest.raises(sheets.SheetFault) as raised:
        sheets.pdf(*sample("remote-care"))
    assert str(raised.value) == "sheet.typ: ValueError"
    assert raised.value.__cause__ is None


def test_panic_of_typst_is_a_fault_and_a_stop_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    class Broken:
        error: type[BaseException] = Panic

        def compile(self, *args: object, **kwargs: object) -> bytes:
            raise self.error

    monkeypatch.setattr(sheets, "_compiler", Broken)
    sheets._set.cache_clear()
    with pytest.raises(sheets.SheetFault):
        sheets.pdf(*sample("remote-care"))
    Broken.error = SystemExit
    with pytest.raises(SystemExit):
        sheets.pdf(*sample("remote-care"))


def test_nothing_in_a_text_is_read_as_code(build: object) -> None:
    row = build(Advice, key="sly", kind="warning", title="#panic() $x$ *粗* <b>")
    row.save()
    text = shell("pdftotext -raw - -", sheets.pdf(*sample("remote-care"))).decode()
    assert "#panic() $x$ *粗* <b>" in text


def test_code_has_an_end() -> None:
    assert sheets.qr("https://a/" + "a" * 2000).startswith("<svg ")
    with pytest.raises(sheets.SheetFault):
        sheets.qr("https://a/" + "a" * 3000)


def test_sheet_has_an_end(build: object) -> None:
    """Thousands of drafts in a preview would set for minutes, page after page."""
    for number in range(2):
        row = build(Advice, key=f"endless-{number}", kind="step", title="一步", body="字" * (sheets.LONGEST // 2))
        row.save()
    found, address = sample("remote-care")
    for made in (lambda: sheets.pdf(found, address), lambda: sheets.picture(found, address, "1")):
        with pytest.raises(sheets.SheetFault, match="sheet: too long"):
            made()


@pytest.mark.parametrize(("lines", "fits"), [(100, True), (1000, False)])
def test_picture_has_an_end(build: object, lines: int, fits: bool) -> None:
    """Each line is a few letters, and a hundred thousand bytes of a picture while it is drawn."""
    row = build(Advice, key="high", kind="verdict", title="一句", body="字\n" * lines)
    row.save()
    found, address = sample("remote-care")
    if fits:
        assert sheets.picture(found, address, "1")
    else:
        with pytest.raises(sheets.SheetFault, match=r"picture\.typ"):
            sheets.picture(found, address, "1")
