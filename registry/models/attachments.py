"""The paper that a source was read from, as a clerk scanned or was sent it: for clerks to compare with, never for the public."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from registry.models.sources import SourceDocument
from registry.pictures import MOST_PIXELS, size_of

_MB = 1024 * 1024
#: The largest file that is taken, and how much of a source's, and of all sources': every copy of the database has them.
MOST_BYTES = 10 * _MB
MOST_FILES = 10
MOST_OF_SOURCE = 40 * _MB
MOST_IN_ALL = 4096 * _MB
LONGEST_NAME = 120


def with_its_source(collector: Any, field: Any, rows: Any, using: str) -> None:
    """Goes with its source. Not ``CASCADE`` itself: that marks what a row says, which is copied, compared and published."""
    models.CASCADE(collector, field, rows, using)


class Attachment(models.Model):
    """A file of a source. Kept in the database: there every process of the site finds it, and so does whoever backs it up."""

    class Kind(models.TextChoices):
        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "图片"
        PNG = "image/png", "图片"

    source = models.ForeignKey(SourceDocument, on_delete=with_its_source, related_name="attachments")
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "原件"
        verbose_name_plural = "原件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.kind != self.Kind.PDF


def check_room(source: SourceDocument, size: int) -> None:
    """Raises ValidationError where one more file, of so many bytes, is too much. For whoever has the turn."""
    papers = source.attachments
    if papers.count() >= MOST_FILES:
        raise ValidationError(f"一份文件最多附 {MOST_FILES} 个原件。请合成一个 PDF 再传。")
    if _bytes(papers) + size > MOST_OF_SOURCE:
        raise ValidationError(f"这份文件的原件加起来最多 {MOST_OF_SOURCE // _MB} MB。请传小一点的。")
    if _bytes(Attachment.objects) + size > MOST_IN_ALL:
        raise ValidationError("所有原件加起来太多，放不下了。请找管机器的人。")


def _bytes(papers: Any) -> int:
    return papers.aggregate(together=models.Sum("size"))["together"] or 0


def kind_of(content: bytes) -> Attachment.Kind:
    """What a file is by what stands in it, whatever it is called. Raises ValidationError for all but three kinds."""
    if not content:
        raise ValidationError("这个文件是空的，请看看选对没有。")
    if len(content) > MOST_BYTES:
        raise ValidationError(f"文件太大，最多 {MOST_BYTES // _MB} MB。请分成几页，或者拍小一点。")
    for kind, start, end in _SIGNS:
        if content.startswith(start):
            if end not in content[-2048:]:
                raise ValidationError(_BROKEN)
            if kind != Attachment.Kind.PDF:
                _check_pixels(content)
            return kind
    raise ValidationError("只收 PDF 和图片（JPG、PNG）。Word 文件请先另存为 PDF，别的图片请先截图。")


def _check_pixels(content: bytes) -> None:
    """Raises ValidationError for a picture that would fill the memory of whoever looks at it."""
    size = size_of(content)
    if size is None:
        raise ValidationError(_BROKEN)
    width, height = size
    if width * height > MOST_PIXELS:
        raise ValidationError(
            f"图片太大：{width}×{height} 像素，看的人打不开。最多 {MOST_PIXELS // 10_000} 万像素。请缩小，或者分成几张再传。"
        )


def name_of(name: str, kind: Attachment.Kind) -> str:
    """What a file is called: whoever saves it opens it as what its name ends in, and that is what it was found to be."""
    fitting = _ENDINGS[kind]
    return name if name.lower().endswith(fitting) else f"{name[: LONGEST_NAME - len(fitting[0])]}{fitting[0]}"


_ENDINGS = {
    Attachment.Kind.PDF: (".pdf",),
    Attachment.Kind.JPEG: (".jpg", ".jpeg"),
    Attachment.Kind.PNG: (".png",),
}
_BROKEN = "这个文件不完整，打不开。请重新存一遍，再传。"
#: How each kind begins, and what stands near its end.
_SIGNS = (
    (Attachment.Kind.PDF, b"%PDF-", b"%%EOF"),
    (Attachment.Kind.JPEG, b"\xff\xd8\xff", b"\xff\xd9"),
    (Attachment.Kind.PNG, b"\x89PNG\r\n\x1a\n", b"IEND"),
)
