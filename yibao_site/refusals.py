"""Pages that stand alone, a sentence each, for what is refused before a page is made, or by whoever knows no templates."""

from django.http import HttpResponse

_PLAIN = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>
<h1>{title}</h1><p>{what_next}，或者打 <a href="tel:12393">12393</a> 问。</p></html>"""
_ANEW, _ONCE_MORE = '请回到<a href="/">首页</a>重新开始', "请退回上一页，过一会儿再点一次"
_SENTENCES = {
    400: "这个请求看不懂",
    405: "这一页不能这样打开",
    408: "没有收完整，请再送一次",
    413: "您填的内容太多，收不下",
    414: "这个网址太长，打不开",
    429: "请稍后再试",
    431: "浏览器送来的太多，收不下",
    500: "这一页出错了",
    503: "请稍后再试",
}


def plain(status: int, **headers: str) -> HttpResponse:
    """A page that stands alone, for what is refused before a page is made."""
    page = sentence(status)
    return HttpResponse(page, status=status, headers={"Content-Length": str(len(page)), **headers})


def sentence(status: int) -> bytes:
    """That page itself, for whoever writes an answer without Django; of a status that is not known here, of 400."""
    # What was right, at a bad moment, or what was not.
    what_next = _ONCE_MORE if status in (408, 429, 500, 503) else _ANEW
    return _PLAIN.format(title=_SENTENCES.get(status, _SENTENCES[400]), what_next=what_next).encode()
