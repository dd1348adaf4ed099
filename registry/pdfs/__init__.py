"""The pages of a PDF set anew, by a process of its own (``__main__``) that knows nothing of the site.

No two programs read a broken PDF alike, and what a PDF can do of itself has many names. So nothing is looked for: a new
file is written of what is drawn on the pages, and what is not on the lists of ``kinds`` is not in it. The same file twice
gives the same bytes twice.
"""

from pathlib import Path

#: What is run. The site itself does without pypdf.
PROGRAM = Path(__file__).with_name("__main__.py")
#: What it may take.
SECONDS = 10
MOST_MEMORY = 400 * 1024 * 1024
#: What is unpacked of one stream that is no picture, of all of those, and of all streams; how many dots a picture has: A3 at
#: 600 an inch.
MOST_UNPACKED = 50 * 1024 * 1024
MOST_DRAWN = 2 * MOST_UNPACKED
MOST_IN_ALL = 1024 * 1024 * 1024
MOST_DOTS = 80_000_000
MOST_PAGES = 500
DEEPEST = 60
#: What every reader works with: no number is less or more, or has more places behind its point.
LEAST, LARGEST, MOST_PLACES = -(2**31), 2**31 - 1, 10
#: What it says: that the new file follows, or why not, in a word. Whatever else is wrong is an error.
FINE, LOCKED, MANY, LARGE, ELSEWHERE, UNDRAWN = "fine", "locked", "many", "large", "elsewhere", "undrawn"


class Refused(Exception):
    """With the word for it."""
