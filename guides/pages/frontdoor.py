"""The front door: what somebody says in his own words is posted, understood, and answered by an address without it."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guides.finding import readers, sources
from guides.models import Unheard
from guides.pages import asked
from guides.pages import heard as hearing
from guides.pages.search_results import Results, shown
from guides.pages.visit import guides_on_offer
from guides.understanding import wish
from registry import reports
from registry import snapshot as snapshots
from registry.pages import page, url
from registry.visitors import client_address, from_elsewhere

#: Sentences to try, for whoever does not know what to write.
EXAMPLES = ("卡丢了", "去外地看病要备案吗", "我妈在北京住院，医保在铁岭", "自己垫的钱怎么报", "医保断了三个月")


class SeeOther(HttpResponseRedirect):
    """A post is answered by another page, which can be gone back to and shared."""

    status_code = 303


@csrf_exempt  # it changes nothing, and a CSRF cookie would be the only thing stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """What was typed is posted, or comes with a link from outside; what is understood stands in the address."""
    typed = request.POST.get("q") if request.method == "POST" else request.GET.get("q")
    if typed is not None:
        return _told(typed)
    if request.method == "POST" or not request.GET:
        return _empty(request)
    snapshot, on = snapshots.current(), snapshots.today()
    found = hearing.read(request.GET, snapshot.places, on)
    results = Results(snapshot, on, found)
    if results.told != found:
        return HttpResponseRedirect(asked.page_of(shown(snapshot, on, found).told, on))
    context = {"heard": found, "results": results, "guides": guides_on_offer(snapshot, on), "examples": EXAMPLES}
    return page(request, "guides/search.html", context, indexed=False)


def _told(typed: str) -> HttpResponse:
    snapshot, on = snapshots.current(), snapshots.today()
    text = typed.replace("\0", " ").strip()
    told = shown(snapshot, on, hearing.hear(snapshot, on, text)).told if text else None
    response = SeeOther(asked.page_of(told, on) if told else url("guides:search"))
    response.headers["Cache-Control"] = "no-store"
    return response


def _empty(request: HttpRequest) -> HttpResponse:
    context = {"guides": guides_on_offer(snapshots.current(), snapshots.today()), "examples": EXAMPLES}
    return page(request, "guides/search.html", context, indexed=False)


class WishForm(forms.Form):
    words = forms.CharField(label="您是怎么说的", error_messages={"required": "请写几个字。"})


@csrf_exempt  # it only counts a few words, and a CSRF cookie would be stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """把这几个字告诉我们: shows first what would be kept, exactly; kept only when that is sent."""
    data = request.POST.dict() if request.method == "POST" else None
    form = WishForm(None if data is None else {**data, "words": data.get("words", "").replace("\0", " ")})
    foreign = from_elsewhere(request) if data is not None else False
    kept, taken = "", ""
    if data is not None and form.is_valid() and not foreign:
        snapshot = snapshots.current()
        ours = sources.indexed(snapshot, snapshots.today()).index
        kept = wish.wish(form.cleaned_data["words"], readers.gazetteer(snapshot.places), snapshot.places, ours.knows)
        if kept and "keep" in data:
            taken = _keep(request, kept)
    context = {"form": form, "kept": kept, "taken": taken, "foreign": foreign, "asked": data is not None}
    status = 403 if foreign else 429 if taken == "refused" else 200
    return page(request, "guides/tell.html", context, status=status, indexed=False, kept=False)


def _keep(request: HttpRequest, words: str) -> str:
    """Count the words; ``kept`` or ``refused``, where one visitor or all of them have told too much in this hour."""
    on = snapshots.today()
    if not reports.may_tell(client_address(request), on):
        return "refused"
    Unheard.tell(words, on)
    Unheard.make_room(words)
    return "kept"
