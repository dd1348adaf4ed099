"""Rows that belong to a row, written in one cell of its line: nothing for a clerk to join by a key."""

from typing import Any

from registry import rows
from registry.excel.columns import Column
from registry.excel.report import messages
from registry.excel.values import Value, text_of
from registry.rows import Inline
from registry.typed.signs import half_width


class InlineColumn(Column):
    """The inline rows of one name; of several columns for one name, each has its own part of them (``mine``)."""

    width = 36
    depends = True
    separator = "；"

    def __init__(self, name: str, heading: str, help_text: str, example: str) -> None:
        super().__init__(name, heading, help_text)
        self.example = example

    def write(self, row: Any, inline: Inline) -> Value:
        return self.separator.join(self.show(child) for child in self.mine(inline)) or None

    def apply(self, row: Any, inline: Inline, value: Value) -> None:
        children = self.children(row, self.plain(text_of(value)))
        for child in children:
            for field in child._meta.concrete_fields:  # as the database gives them back: 0.85 as 0.8500
                setattr(child, field.attname, field.to_python(getattr(child, field.attname)))
        others = [child for child in inline[self.name] if child not in self.mine(inline)]
        inline[self.name] = [*others, *children]

    def children(self, row: Any, typed: str) -> list[Any]:
        """What the cell says; its columns before this one are in the row."""
        return self.read(typed)

    def plain(self, typed: str) -> str:
        """What was typed, with figures and their marks as the other keyboard writes them."""
        return half_width(typed)

    def mine(self, inline: Inline) -> list[Any]:
        return inline[self.name]

    def messages(self, row: Any, inline: Inline) -> list[str]:
        """What is wrong with single ones of its part, or else with all of it together."""
        children = self.mine(inline)
        alone = [
            f"“{self.show(child)}”：{said}"
            for child in children
            for _, said in messages(child.full_clean, [child.owner()])
        ]
        return alone or [said for _, said in messages(rows.validate_inline, row, self.name, children)]

    def show(self, child: Any) -> str:
        """One of its part as the cell says it, and as a refusal names it."""
        return str(child)

    def read(self, typed: str) -> list[Any]:
        raise NotImplementedError
