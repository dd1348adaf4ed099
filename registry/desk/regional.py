"""Admin of rows that the regions above and below may have too: which level one stands on, and which gives way to which."""

import datetime as dt

from django.contrib import admin

from registry import snapshot as snapshots
from registry.desk.rowadmin import PublishedRowAdmin
from registry.places import Places
from registry.publication import PublishedRow


class RegionalAdmin(PublishedRowAdmin):
    """Shows the level a row stands on, and which rows of other levels it takes the place of or gives way to."""

    @admin.display(description="哪一级", ordering="region__level")
    def level(self, row: PublishedRow) -> str:
        return str(row.region.get_level_display())

    @admin.display(description="和上下级的关系")
    def inheritance(self, row: PublishedRow) -> str:
        if row.pk is None:
            return "保存以后，这里会说明上级、下级有没有同样的一条。"
        places = snapshots.current().places
        sentences = [f"这一条在{row.region.name}（{self.level(row)}）。"]
        for other in _rivals(row, places, snapshots.today()):
            above = row.region_id not in places.chain(other.region_id)
            word = "，这里的优先" if above else "，那里用那里的"
            sentences.append(f"{other.region.name}（{self.level(other)}）也有一条，{other.period()}{word}。")
        return "".join(sentences)


def _rivals(row: PublishedRow, places: Places, on: dt.date) -> list[PublishedRow]:
    """Published rows for the same thing in force on a day, in regions above or below the row's own."""
    others = type(row)._default_manager.published().in_force(on).same_slot(row)
    others = others.exclude(region=row.region_id).select_related("region").order_by("region__position")
    mine = places.chain(row.region_id)
    return [other for other in others if other.region_id in mine or row.region_id in places.chain(other.region_id)]
