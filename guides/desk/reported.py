"""Where a clerk sees what the public says is wrong. A report holds no answers, so an example is looked for."""

from django.urls import reverse

from guides.desk import usage
from guides.flows import FLOWS
from guides.outcome import answers, places
from registry import offices, reports
from registry import snapshot as snapshots
from registry.models import Report
from registry.pages import preview_address
from registry.places import NATION


def leads(report: Report) -> list[tuple[str, str]]:
    """The outcome as somebody of that place may get it, its preview, and the guide as a whole: address and words. An
    answer and its preview; a place, its counters, and the estimate, each with its preview."""
    place = str(report.region_id) if report.region_id != NATION else ""
    if report.guide == answers.REPORTED_AS:
        return _both(answers.address(report.outcome, place), "公众看到的问答")
    if report.guide == places.REPORTED_AS:
        return _both(places.address(report.outcome), "公众看到的这个地方")
    if report.guide == reports.OFFICES:
        return _both(offices.address(place, report.outcome), "公众看到的窗口")
    if report.guide == reports.ESTIMATE:
        return _both(reverse("calculators:estimate"), "公众看到的估算")
    if report.guide not in FLOWS:
        return []
    whole = (reverse("admin:guides_flow", args=[report.guide]), "这个指引的流程图和样稿")
    snapshot, on = snapshots.current(), snapshots.today()
    query = usage.example(snapshot, FLOWS[report.guide], report.outcome, str(report.region_id), on)
    if query is None:
        return [whole]
    return [*_both(reverse("guides:outcome", args=[report.guide]) + query, "公众看到的页面，举一个例子"), whole]


def _both(public: str, words: str) -> list[tuple[str, str]]:
    return [(public, words), (preview_address(public, snapshots.today()), "同一页的预览，草稿也算进去")]


reports.LEADS.append(leads)
