"""An outcome as plain text."""

from collections.abc import Iterator, Sequence

from guides.models import Document
from guides.outcome.outcome import Outcome, Text
from guides.outcome.papers import PaperGroup
from registry.typed.dates import date_words

_REQUIRED = Document.Needed.REQUIRED.label
#: What a chat message of the common programs shows without folding it away.
CHAT_LENGTH = 500
#: What a message that is too long does without, the least important first.
_DISPENSABLE = ("average", "office", "validity")


def as_text(outcome: Outcome, address: str) -> str:
    """A message for a family chat, at most ``CHAT_LENGTH`` characters, which begins with the last day where there is one.

    Otherwise in the order and under the headings of the page. Too long, it does without the country's average, the
    office, the validity, every step but the first and the waiting period, in that order; then it counts the last
    documents instead of naming them. The first step, and then what is known of the deadline, go last of all, for an
    address of some 300 characters. Last day, what is to be asked first, title, phone, address and that it is to be asked
    before one goes always stay.
    """
    steps, papers = [_step(text) for text in outcome.now], _bring(outcome)
    for left_out, done, shown in _shorter(len(steps), len(papers)):
        rest = [f"还有 {len(papers) - shown} 样，看网页"] if shown < len(papers) else []
        text = _message(outcome, address, steps[:done], [*papers[:shown], *rest], left_out)
        if len(text) <= CHAT_LENGTH:
            return text
    return _message(outcome, address, (), (), left_out)


def _shorter(steps: int, papers: int) -> Iterator[tuple[set[str], int, int]]:
    """What is left out, and how many steps and documents are named: ever less, the least important first."""
    for number in range(len(_DISPENSABLE) + 1):
        yield set(_DISPENSABLE[:number]), steps, papers
    gone = set(_DISPENSABLE)
    yield from ((gone, done, papers) for done in range(steps - 1, 0, -1))
    for without, done in (({*gone, "waiting"}, 1), ({*gone, "waiting"}, 0), ({*gone, "waiting", "deadline"}, 0)):
        yield from ((without, done, shown) for shown in range(papers, -1 + done, -1))


def _message(outcome: Outcome, address: str, done: Sequence[str], papers: Sequence[str], left_out: set[str]) -> str:
    headings, dated = outcome.headings, outcome.deadlines.last_day
    steps = "；".join(done)
    deadline = "" if dated else _deadline(outcome)
    office = next((f"{office.name}，{office.address}" for office in outcome.offices), "")
    lines = {
        "last_day": dated and dated.title,
        "first": "".join(text.title for text in outcome.first),
        "title": f"【{outcome.title}】",
        "ask": _ask_first(outcome),
        "steps": steps and f"{headings['steps']}：{steps}",
        "deadline": deadline and f"{headings['deadlines']}：{deadline}",
        "waiting": outcome.waiting and f"{headings['waiting']}：{outcome.waiting.title}",
        "bring": papers and "\n".join([f"{headings['documents']}：", *papers]),
        "phone": f"{headings['phones']}：" + "；".join(f"{phone.label} {phone.number}" for phone in outcome.phones),
        "office": office,
        "average": _average(outcome),
        "unverified": outcome.stamp.doubt and f"{outcome.stamp.doubt}。",
        "validity": f"{date_words(outcome.stamp.valid_until)}之前有效",
        "address": f"看全部：{address}",
    }
    return "\n".join(str(line) for name, line in lines.items() if line and name not in left_out)


def _step(text: Text) -> str:
    """A step in a line, with what its button dials or opens."""
    said = text.title.rstrip("。")
    return f"{said}（{text.button.label}）" if text.button else said


def _deadline(outcome: Outcome) -> str:
    local, rules = outcome.deadlines.local_rule, outcome.deadlines.rules[:1]
    known = [f"{outcome.subject.home}：{local.value}"] if local and local.value else []
    return "；".join([*known, *(text.title.rstrip("。") for text in rules)])


def _average(outcome: Outcome) -> str:
    """What the country paid, and what to ask for the real figures; '' where it is not told."""
    if (told := outcome.average) is None:
        return ""
    shares = "，".join(f"{share.level} {share.rate}" for share in told.shares)
    return f"{told.title}：{shares}。{told.caveats[-1]}打 {outcome.phones[0].number} 问：{''.join(told.ask)}"


def _ask_first(outcome: Outcome) -> str:
    """What many an unsure answer leaves to be asked; '' where there is little."""
    if not outcome.call:
        return ""
    ring = f"先打 {outcome.phones[0].number} 问：{''.join(outcome.open_questions)}" if outcome.open_questions else ""
    own = f"再问病人、医生：{''.join(outcome.own_questions)}" if outcome.own_questions else ""
    return "\n".join(filter(None, [ring, own]))


def _bring(outcome: Outcome) -> list[str]:
    return [f"{number}. {_named(group)}" for number, group in enumerate(outcome.documents, start=1)]


def _named(group: PaperGroup) -> str:
    names = "、".join(paper.name for paper in group.papers)
    if len(group.papers) > 1:
        return f"{group.label}（{group.needed_label}：{names}）"
    return group.label if group.needed_label == _REQUIRED else f"{group.label}（{group.needed_label}）"
