"""What a reviewer is told of a row before it becomes public."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reviewer should know about a row; one that ``blocks`` has to be mended first. What is ``routine`` most
    rows are told, and nobody need look for it before all else."""

    blocks: bool
    sentence: str
    routine: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What publishing a row of figures does to standard bills: the bill, what was paid, what will be; and the
    largest change, '' where there is nothing to compare. Amounts are words with their unit. ``given`` is what is taken for
    granted."""

    lines: tuple[tuple[str, str, str], ...]
    largest: str
    given: str = ""
