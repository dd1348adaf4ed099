"""A PDF among the papers of a notice: only pages, nothing that does something where a colleague opens it."""

import subprocess
import sys

from django.core.exceptions import ValidationError

from registry import pdfs
from registry.excel.package import UnreadableFile
from registry.excel.turns import PATIENCE, SECONDS, turn

_ANEW = "请重新打印成 PDF（打印机选“另存为 PDF”），或者拍成照片，再传。"
_REFUSED = {
    pdfs.ACTIVE: f"这个 PDF 不只有页面，里面还有脚本、表单程序、附件或者会自己打开的东西，不能收。{_ANEW}",
    pdfs.LOCKED: "这个 PDF 设了密码，同事打不开。请去掉密码，另存为普通 PDF，再传。",
}
_UNREADABLE = f"这个 PDF 读不了：可能坏了，也可能太复杂。{_ANEW}"


def check(content: bytes) -> None:
    """Raises ValidationError, in words that say what to do, unless it was found to be but pages within the time it has.

    One file at a time on a machine, workbooks among them, by a process that can be ended.
    """
    try:
        with turn(PATIENCE):
            said = _looked_through(content)
    except UnreadableFile as busy:
        raise ValidationError(busy.sentence) from None
    if said != pdfs.FINE:
        raise ValidationError(_REFUSED.get(said, _UNREADABLE))


def _looked_through(content: bytes) -> str:
    """What was found; nothing where it ended before it found anything. It is given no variable of the site's."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", pdfs.__file__],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env={},
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode().strip() if done.returncode == 0 else ""
