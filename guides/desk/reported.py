"""Where a clerk sees what the public says is wrong. A report holds no answers, so an example is looked for."""

from django.urls import reverse

from guides.desk import usage
from guides.flows import FLOWS
from registry import reports
from registry import snapshot as snapshots
from registry.models import Report


def leads(report: Report) -> list[tuple[str, str]]:
    """The outcome as somebody of that place may get it, its preview, and the guide as a whole: address and words."""
    if report.guide not in FLOWS:
        return []
    whole = (reverse("admin:guides_flow", args=[report.guide]), "这个指引的流程图和样稿")
    snapshot, on = snapshots.current(), snapshots.today()
    query = usage.example(snapshot, FLOWS[report.guide], report.outcome, str(report.region_id), on)
    if query is None:
        return [whole]
    public = reverse("guides:outcome", args=[report.guide]) + query
    preview = reverse("preview", args=[on.isoformat(), ""]) + public.removeprefix("/")
    return [(public, "公众看到的页面，举一个例子"), (preview, "同一页的预览，草稿也算进去"), whole]


reports.LEADS.append(leads)
