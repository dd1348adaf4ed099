"""A flow as a drawing: steps from top to bottom on the left, outcomes and blocks on the right, in order of priority.

Each step that decides something has a lane of its own: to the left of the steps for those that depend on it, between
the columns for outcomes and blocks. Units are those of the drawing, which is as wide as an A4 page of ``WIDTH`` units.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDTH = 1000
#: Room for a column, for the text in it, for a line of text, and between two boxes or two lanes.
BOX, LETTER, LINE, GAP, LANE, PAD = 390, 15, 21, 14, 9, 8
#: One for each lane, dark enough to be told apart on paper.
COLOURS = ("#1f4e79", "#a33b00", "#1b6e3c", "#6b2c91", "#7a5c00", "#8a1c4a", "#00666b", "#444444")
#: Not at the beginning of a line; there is room for two beyond its end.
_CLOSING = "，。；：、”）"
_PER_LINE = (BOX - 2 * PAD) // LETTER


@dataclass(frozen=True)
class Text:
    x: int
    y: int
    words: str
    bold: bool


@dataclass(frozen=True)
class Box:
    """A step, an outcome or a block. ``kind``: question, given, private, outcome, block."""

    kind: str
    x: int
    y: int
    height: int
    lines: tuple[Text, ...]

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Arrow:
    """From a deciding step down its lane to what depends on it: points of a line, and of its tip."""

    points: str
    tip: str
    colour: str


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    box_width: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True)
class Entry:
    """What is drawn: its key, kind, title, the condition in words ('' for always), and the steps it depends on."""

    key: str
    kind: str
    title: str
    condition: str
    after: tuple[str, ...]


def draw(steps: Sequence[Entry], ends: Sequence[Entry]) -> Drawing:
    """Lay out the steps on the left and the ends on the right."""
    left_lanes, middle_lanes = _lanes(steps), _lanes(ends)
    x = 2 * GAP + len(left_lanes) * LANE
    right_x = x + BOX + 3 * GAP + len(middle_lanes) * LANE
    left, right = _column(steps, x), _column(ends, right_x)
    arrows = [
        *(
            _arrow(left[edge.source], left[edge.key], edge, x, x - GAP - edge.lane * LANE)
            for edge in _edges(steps, left_lanes)
        ),
        *(
            _arrow(left[edge.source], right[edge.key], edge, x + BOX, x + BOX + GAP + edge.lane * LANE)
            for edge in _edges(ends, middle_lanes)
        ),
    ]
    boxes = (*left.values(), *right.values())
    height = max(box.y + box.height for box in boxes) + GAP
    return Drawing(max(WIDTH, right_x + BOX + GAP), height, BOX, boxes, tuple(arrows))


def _lanes(entries: Iterable[Entry]) -> dict[str, int]:
    """A lane for each deciding step; the first to decide is the farthest out."""
    sources = list(dict.fromkeys(source for entry in entries for source in entry.after))
    return {source: number for number, source in enumerate(reversed(sources))}


@dataclass(frozen=True)
class _Edge:
    """One of the ``among`` steps that an entry depends on: the ``place``-th."""

    source: str
    key: str
    lane: int
    place: int
    among: int


def _edges(entries: Iterable[Entry], lanes: Mapping[str, int]) -> list[_Edge]:
    return [
        _Edge(source, entry.key, lanes[source], place, len(entry.after))
        for entry in entries
        for place, source in enumerate(entry.after, start=1)
    ]


def _column(entries: Iterable[Entry], x: int) -> dict[str, Box]:
    boxes, y = {}, GAP
    for entry in entries:
        lines = [
            *((line, True) for line in wrapped(entry.title)),
            *((line, False) for line in wrapped(entry.condition)),
        ]
        texts = tuple(
            Text(x + PAD, y + PAD + number * LINE + LETTER, words, bold) for number, (words, bold) in enumerate(lines)
        )
        boxes[entry.key] = Box(entry.kind, x, y, len(lines) * LINE + 2 * PAD, texts)
        y += boxes[entry.key].height + GAP
    return boxes


def wrapped(words: str) -> list[str]:
    """Lines that fit a box; a Chinese character is as wide as it is high. No line starts with a closing mark."""
    lines: list[str] = []
    for letter in words:
        if not lines or (len(lines[-1]) >= _PER_LINE and letter not in _CLOSING):
            lines.append("")
        lines[-1] += letter
    return lines


def _arrow(source: Box, target: Box, edge: _Edge, side: int, lane: int) -> Arrow:
    """Out of the source's lower edge, along the lane, into the target: what enters one box enters it side by side."""
    start, end = source.y + source.height - PAD // 2, target.y + target.height * edge.place // (edge.among + 1)
    points = f"{side},{start} {lane},{start} {lane},{end} {target.x - 6},{end}"
    tip = f"{target.x},{end} {target.x - 7},{end - 4} {target.x - 7},{end + 4}"
    return Arrow(points, tip, COLOURS[edge.lane % len(COLOURS)])
