"""Regenerate fixtures/pinyin.txt: how each character of GB 2312 is read, without tones.

How to run, in a virtual environment of its own (the product never needs this package: it would cost 57 MB a process):

    pip install -r scripts/requirements.txt    # pypinyin
    python scripts/build_pinyin.py             # writes the file

A character keeps its first reading, and every other one that a fair share of pypinyin's phrases use: 行 xing, hang.
ü is typed v, as in fixtures/regions.csv.
"""

from collections import Counter, defaultdict
from pathlib import Path

from pypinyin import Style, pinyin
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict

TARGET = Path(__file__).resolve().parent.parent / "fixtures" / "pinyin.txt"
#: A second reading counts when it is heard in this share of the phrases that hold the character, and more than once.
SHARE = 0.03
HEADER = """\
# How each character of GB 2312 is read, without tones; one reading a line, a character stands on a line for each.
# Written by scripts/build_pinyin.py from PyPI pypinyin 0.55.0 (MIT; single facts). Do not edit by hand.
"""


def characters():
    codes = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return [character for code in codes if (character := code.decode("gb2312", errors="ignore"))]


def heard():
    """{character: how often each reading occurs in phrases}."""
    counts = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        if len(phrase) == len(readings):
            for character, reading in zip(phrase, readings, strict=True):
                counts[character][to_normal(reading[0])] += 1
    return counts


def readings(character, counts):
    first = to_normal(pinyin(character, style=Style.TONE)[0][0])
    least = max(2, SHARE * sum(counts.values()))
    return [first, *(reading for reading, times in counts.items() if reading != first and times >= least)]


def main():
    counts, lines = heard(), defaultdict(str)
    for character in characters():
        for reading in readings(character, counts[character]):
            lines[reading] += character
    text = "".join(f"{reading} {lines[reading]}\n" for reading in sorted(lines))
    TARGET.write_text(HEADER + text, encoding="utf-8")


if __name__ == "__main__":
    main()
