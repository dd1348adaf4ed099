"""Keys of rows that a sheet leaves without one: nobody has to think of them, and what is sent twice is made once."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from registry.rows import free_key


class Keys:
    """In a region a name stands for one row: whatever goes by it there has its key, in the house and in the sheet."""

    def __init__(self, model: Any, known: Iterable[Any]) -> None:
        self.model = model
        self.named = {(row.region_id, str(row)): row.key for row in known}

    @cached_property
    def taken(self) -> set[str]:
        return set(self.model.objects.values_list("key", flat=True))

    def of(self, row: Any) -> str:
        """The key of a row that says its region and its name."""
        about = row.region_id, str(row)
        if about not in self.named:
            self.named[about] = free_key(self.taken, row.region.pinyin or row.region_id)
            self.taken.add(self.named[about])
        return str(self.named[about])
