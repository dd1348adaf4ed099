"""What people read where a row is withdrawn, in the sentences that the page of that step says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from registry.findings import Finding
from registry.typed.dates import date_words
from registry.workflow import elsewhere
from registry.workflow.reopening import Sequel, sequel


@dataclass(frozen=True)
class After:
    """``told`` in sentences, one that ``blocks`` being what should be seen to; ``rows`` are those that it speaks of."""

    told: tuple[Finding, ...]
    rows: tuple[Any, ...]


def after(row: Any, together: Iterable[Any] = ()) -> After:
    """What comes of withdrawing a row ``together`` with others."""
    today = timezone.localdate()
    if row.effective_to is not None and row.effective_to < today:
        return After((Finding(False, f"它到{date_words(row.effective_to)}为止，今天的页面上已经没有它。"),), ())
    follows, above = sequel(row, together), elsewhere.nearest_above(row, together)
    told = [*_of_sequel(row, follows), *_of_above(row, follows, above)]
    rows = tuple(other for other in (follows.row, follows.against, above) if other is not None)
    return After(tuple(told) or (Finding(False, "撤下以后，没有别的一条来接替它。"),), rows)


def _of_sequel(row: Any, follows: Sequel) -> Iterator[Finding]:
    """What it was to take the place of: goes on, or cannot."""
    on, against = follows.row, follows.against
    same = f"“{against}”（{against.period()}）写的是同样的，规定却不一样。" if against is not None else ""
    if on is not None:
        whose = "" if on.region_id == row.region_id else f"{on.region.name}的"
        until = f"只到这天，因为后面{same}" if same else ""
        yield Finding(False, f"它还没到日子。撤下以后，{whose}“{on}”接着有效：{on.period()}。{until}")
    elif against is not None:
        yield Finding(
            True,
            f"撤下以后，没有接着有效的：原来那一条不能接着有效，因为{same}"
            f"要让它接着有效，撤下以后先把“{against}”改好或者撤下，再“修订”原来那一条。",
        )


def _of_above(row: Any, follows: Sequel, above: Any) -> Iterator[Finding]:
    """What the people of the place read of a region above; a waiver there hides what stands above it in turn."""
    if follows.row is not None and follows.row.region_id == row.region_id:
        return
    who, begun = f"{row.region.name}的人", row.effective_from is None or row.effective_from <= timezone.localdate()
    when = "撤下以后，" if begun else f"它还没到日子。撤下以后，到{date_words(row.effective_from)}，"
    if above is None:
        if row.waived and follows == Sequel():
            yield Finding(False, "撤下以后，没有别的一条来接替它，上面也没有同样的。")
    elif above.waived:
        also = "也" if row.waived else ""
        yield Finding(False, f"{when}{who}还是看不到这一样：{above.region.name}{also}勾了“本地不需要”。")
    else:
        reads = ("又看到" if row.waived else "改看") if begun else "看的是"
        yield Finding(False, f"{when}{who}{reads}{above.region.name}的“{above}”。")
