"""What a new form begins with: the notice it was opened from, and the place and document that a clerk works on.

An address names a notice and a clause by number, never what they say: what stands in a form is what a clerk, or a row
that a clerk may see, says.
"""

import datetime as dt
import re
from typing import Any

from django.http import HttpRequest

from registry.desk.lookups import key_of
from registry.models import Region, SourceDocument
from registry.pages import desk_url
from registry.places import NATION
from registry.typed.clauses import Clause, clauses, of_article
from registry.workflow.rights import Action, scope

#: In an address: the notice that a row is made of, the number of the clause, and the place it is for.
NOTICE, CLAUSE, PLACE = "_notice", "_clause", "_place"
_WORKS_ON = "works_on"
#: What the next row of the same document most likely says too.
_TOGETHER = ("evidence", "effective_from")


def notice_of(request: HttpRequest) -> SourceDocument | None:
    """The notice that a form was opened from."""
    key = key_of(SourceDocument, request.GET.get(NOTICE, ""))
    return SourceDocument.objects.citable().filter(pk=key).first() if key is not None else None


def back_to(request: HttpRequest, source: SourceDocument) -> str:
    """The page of the notice that a form was opened from, at the clause: what is said of the row is said there."""
    number, page = request.GET.get(CLAUSE, ""), desk_url(source, "notice", source.pk)
    return f"{page}?{CLAUSE}={number}#clause-{number}" if re.fullmatch("[0-9]{1,3}", number) else page


def initial(request: HttpRequest, on: dt.date) -> dict[str, Any]:
    """For a new row that is made on a day: region, document, clause, and of the last row of the same document how sure and since when."""
    last = request.session.get(_WORKS_ON, {})
    source = notice_of(request) or SourceDocument.objects.citable().filter(pk=last.get("source")).first()
    found: dict[str, Any] = {"collected_on": on, "region": region(request, source)}
    if source is not None:
        found |= {"source": source.pk, "source_article": _article(request, source)}
        found |= {"effective_from": source.in_force_from, "effective_to": source.in_force_to}
        if last.get("source") == source.pk:
            since = last.get("effective_from")
            found |= {
                "evidence": last.get("evidence"),
                "effective_from": dt.date.fromisoformat(since) if since else None,
            }
    return {name: value for name, value in found.items() if value}


def region(request: HttpRequest, source: SourceDocument | None = None) -> str | None:
    """Where somebody most likely writes: where the notice holds, where he wrote last, or the one place that is his."""
    last = request.session.get(_WORKS_ON, {}).get("region")
    return _where(request, source.region_id if source else None, last)


def region_of_a_notice(request: HttpRequest) -> str | None:
    """Where a new notice holds, as far as its text need not say it: not where somebody wrote last, which is another's."""
    return _where(request)


def _where(request: HttpRequest, *worked_on: str | None) -> str | None:
    where = scope(request.user, Action.EDIT)
    likely = [request.GET.get(PLACE), *worked_on]
    if found := next((code for code in likely if code and code != NATION and code in where), None):
        return str(found)
    pools = list(where.filter(Region.objects.filter(is_pool=True), "pk").values_list("pk", flat=True)[:2])
    return str(pools[0]) if len(pools) == 1 else None


def evidence(request: HttpRequest, source: SourceDocument) -> str:
    """How sure somebody said he is of the notice he works on; '' of another."""
    last = request.session.get(_WORKS_ON, {})
    return str(last.get("evidence") or "") if last.get("source") == source.pk else ""


def remember(request: HttpRequest, row: Any) -> None:
    """Note where somebody works, for his next form."""
    days = {name: str(getattr(row, name) or "") for name in _TOGETHER}
    request.session[_WORKS_ON] = {"region": row.region_id, "source": row.source_id, **days}


def begin(request: HttpRequest, source: SourceDocument, evidence: str) -> None:
    """Note what somebody said of a new notice, for the rows that he makes of it."""
    since = str(source.in_force_from or "")
    request.session[_WORKS_ON] = {
        "region": source.region_id,
        "source": source.pk,
        "evidence": evidence,
        "effective_from": since,
    }


def clause_of(request: HttpRequest, source: SourceDocument) -> Clause | None:
    """The clause of a notice that the address names by its number."""
    number = request.GET.get(CLAUSE, "")
    found = clauses(source.clause)
    return found[int(number) - 1] if re.fullmatch("[0-9]{1,3}", number) and 0 < int(number) <= len(found) else None


def written_from(request: HttpRequest, row: Any) -> str:
    """What a form is written from: the clause that it was opened at, or those that its row names."""
    if row is not None:
        return of_article(row.source.clause, row.source_article)
    source = notice_of(request)
    clause = clause_of(request, source) if source else None
    return clause.text if clause else ""


def _article(request: HttpRequest, source: SourceDocument) -> str:
    clause = clause_of(request, source)
    return clause.label if clause else ""
