"""Write fixtures/traditional.txt: the simplified character for each traditional one that differs.

Reads PyPI opencc-purepy 1.5.0 (Apache-2.0; data of the OpenCC project), which is needed here and nowhere else: loaded at
run time it takes 33 MB of memory, the table 1.

    .venv/bin/pip install opencc-purepy==1.5.0 && .venv/bin/python -m scripts.build_traditional
"""

from pathlib import Path

from opencc_purepy import OpenCC

FILE = Path(__file__).parents[1] / "fixtures" / "traditional.txt"
#: The unified ideographs that people type.
_FIRST, _LAST = 0x4E00, 0x9FFF
_HEAD = """\
# Traditional characters and the simplified ones they are written as, in pairs, forty a line.
# Written by scripts/build_traditional.py from PyPI opencc-purepy 1.5.0 (Apache-2.0). Do not edit by hand.
"""


def main() -> None:
    simplified = OpenCC("t2s").convert
    pairs = [
        sign + plain
        for sign in map(chr, range(_FIRST, _LAST + 1))
        if len(plain := simplified(sign)) == 1 and plain != sign
    ]
    lines = ["".join(pairs[start : start + 40]) for start in range(0, len(pairs), 40)]
    FILE.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
