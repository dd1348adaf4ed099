"""A PDF among the papers of a notice: its pages set anew, and nothing that does something where a colleague opens it."""

import subprocess
import sys

from django.core.exceptions import ValidationError

from registry import pdfs
from registry.excel.package import UnreadableFile
from registry.excel.turns import PATIENCE, SECONDS, turn
from registry.models.attachments import MOST_BYTES

_ANEW = "请重新打印成 PDF（打印机选“另存为 PDF”），或者拍成照片，再传。"
_REFUSED = {
    pdfs.LOCKED: "这个 PDF 设了密码，同事打不开。请去掉密码，另存为普通 PDF，再传。",
    pdfs.MANY: f"这个 PDF 超过 {pdfs.MOST_PAGES} 页。请只留要紧的几页，另存为 PDF，再传。",
    pdfs.LARGE: f"这个 PDF 只留下页面，也超过 {MOST_BYTES // 1024 // 1024} MB。请分成几份，或者扫得小一点，再传。",
    pdfs.ELSEWHERE: f"这个 PDF 的页面要用别的文件里的东西，收下来会缺。{_ANEW}",
    pdfs.UNDRAWN: f"这个 PDF 里有填写的内容或者批注，没有画在页面上，收下来会丢。{_ANEW}",
}
_UNREADABLE = f"这个 PDF 读不了：可能坏了，也可能太复杂。{_ANEW}"


def anew(content: bytes) -> bytes:
    """A PDF of the same pages. Raises ValidationError, in words that say what to do, unless it is made within the time.

    One file at a time on a machine, workbooks among them, by a process that can be ended.
    """
    try:
        with turn(PATIENCE):
            said, _, made = _set(content).partition(b"\n")
    except UnreadableFile as busy:
        raise ValidationError(busy.sentence) from None
    if said.decode() != pdfs.FINE:
        raise ValidationError(_REFUSED.get(said.decode(), _UNREADABLE))
    return made


def _set(content: bytes) -> bytes:
    """What it says; nothing where it ended before it was done. It is given no variable of the site's."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(pdfs.PROGRAM), str(MOST_BYTES)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env={},
        )
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""
