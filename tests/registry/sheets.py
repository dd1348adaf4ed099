"""Sheets as a clerk handles them: downloaded, changed cell by cell, uploaded, confirmed."""

import datetime as dt
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

#: A line that needs nothing more.
PAPER = {
    "适用地区": "210300 鞍山市",
    "平时怎么叫": "一张新纸",
    "要不要带": "必带",
    "窗口怎么处理": "收原件",
    "代号": "new-paper",
    "用在哪个指引": "remote-care",
    "依据": "test-source",
    "整理日期": dt.date(2026, 6, 1),
}


def page(model, name):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")


def download(client, model, name="export", **query):
    answer = client.get(page(model, f"excel_{name}"), query)
    assert answer.status_code == 200, answer
    return answer.content


class Sheet:
    """A workbook of one model's page, by headings."""

    def __init__(self, content, model):
        self.book = load_workbook(BytesIO(content))
        self.page = self.book[str(model._meta.verbose_name_plural)]

    @property
    def headings(self):
        return [cell.value for cell in self.page[1]]

    def cell(self, line, heading):
        return self.page.cell(line, self.headings.index(heading) + 1)

    def put(self, line, **cells):
        for heading, value in cells.items():
            self.cell(line, heading).value = value

    def add(self, **cells):
        """A line below all others."""
        line = self.page.max_row + 1
        self.put(line, **cells)
        return line

    def lines(self):
        """The lines of rows, as tuples of values."""
        return [tuple(cell.value for cell in line) for line in self.page.iter_rows(min_row=3)]

    def content(self):
        written = BytesIO()
        self.book.save(written)
        return written.getvalue()


def upload(client, model, content, reason="新的一年", name="表.xlsx"):
    """The first look."""
    told = {"file": SimpleUploadedFile(name, content), "reason": reason}
    return client.post(page(model, "excel_import"), told, follow=True)


def confirm(client, model, looked_at):
    """The second look."""
    where = f"{page(model, 'excel_import')}{looked_at.context['upload'].pk}/"
    return client.post(where, {"looked": looked_at.context["looked"]}, follow=True)


def counts(answer):
    return tuple(count for _, count in answer.context["report"].counts)


def refusals(answer):
    """What is to be mended, each with its place; of what could not be sent at all, what the form says."""
    report = answer.context.get("report")
    return list(map(str, report.refusals)) if report else answer.context["form"].errors["file"]


def paper(sheet, **cells):
    """A line for a document that needs nothing more than its ``cells`` say otherwise."""
    return sheet.add(**(PAPER | cells))


#: What a line of a notice's sheet is about; the other columns say what holds for it.
_ABOUT = ("险种", "看什么", "病种或项目", "医院级别", "异地就医类别", "困难身份")
_ALL_LEVELS = "不分级别"


def fill_in(page, lines):
    """As a clerk fills in a page of a notice: each line where what it is about stands already, else in a blank one. How
    many cells were typed."""
    columns, used, typed = {cell.value: cell.column for cell in page[1]}, set(), 0
    marked = {number for number in range(2, page.max_row + 1) if page.cell(number, 1).value}
    free = [number for number in range(3, page.max_row + 1) if number not in marked]
    about = [column for heading, column in columns.items() if heading in _ABOUT]
    for line in lines:
        meant = {columns[heading]: value for heading, value in line.items() if value != ""}
        fitting = [
            (sum(page.cell(number, column).value is not None for column in about), -number)
            for number in free
            if number not in used and all(_fits(page.cell(number, one).value, meant.get(one)) for one in about)
        ]
        number = -max(fitting)[1]
        used.add(number)
        for column, value in meant.items():
            if page.cell(number, column).value != value:
                page.cell(number, column).value = value
                typed += 1
    return typed


def _fits(stands, meant):
    return stands in (None, meant) or (stands, meant) == (_ALL_LEVELS, None)
