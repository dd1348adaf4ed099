"""One sentence in, what it means out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guides.engine.flow import Flow
from guides.understanding import (
    abroad,
    contradicting,
    dialect,
    english,
    masking,
    meaning,
    slips,
    things,
    topics,
    urgency,
    writing,
)
from guides.understanding.gazetteer import Gazetteer
from guides.understanding.phrases import Conclusion, Hit, Lexicon, Phrase
from guides.understanding.placing import placed
from guides.understanding.roles import Placed
from guides.understanding.spelling import Spelling

#: Two words and more that no sentence joins.
_KEY_WORDS = re.compile(r"[^ ,.!?;、。]{1,10}(?: [^ ,.!?;、。]{1,10}){1,5}")


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read, and what follows from it. ``unclear`` are questions that were answered in two ways; ``scores`` say
    how well each page fits (``topics``); ``clashes`` name what is said both ways (``contradicting``)."""

    text: str
    places: tuple[Placed, ...]
    hits: tuple[Hit, ...]
    conclusions: tuple[Conclusion, ...]
    unclear: tuple[str, ...]
    scores: Mapping[str, float]
    masked: bool
    cut: bool
    clashes: tuple[str, ...] = ()

    def value(self, key: str) -> str:
        return next((each.value for each in self.conclusions if each.key == key), "")


def _undenied(hits: Sequence[Hit]) -> list[Hit]:
    """The phrases that a text does not deny, nor says only within one that it does: of 不是社保卡丢了 not 卡丢了."""
    denied = [hit for hit in hits if hit.denied]
    return [hit for hit in hits if not hit.denied and not any(map(hit.is_part_of, denied))]


class Reader:
    """Everything that sentences are read with, made once for many."""

    def __init__(
        self, phrases: Iterable[Phrase], gazetteer: Gazetteer, flows: Mapping[str, Flow], terms: Sequence[str] = ()
    ) -> None:
        self.lexicon = Lexicon(phrases)
        self.gazetteer = gazetteer
        self.flows = flows
        self.spelling = Spelling([*terms, *self.lexicon.words()], gazetteer.names, terms)

    def read(self, text: str) -> Understood:
        """Understand a text; nothing in it can raise, and nothing in it takes long."""
        bare, masked = masking.mask(writing.opening(text))
        said = self.spelled(writing.clauses(dialect.usual(english.in_chinese(writing.normal(bare)))))
        mentions = self.gazetteer.mentions(said)
        if (right := slips.corrected(said, mentions)) != said:
            said, mentions = right, self.gazetteer.mentions(right)
        hits = [hit for hit in _undenied(self._hits(said)) if not hit.cuts(mentions)]
        hits = abroad.not_only_called_so(said, slips.meant(said, hits))
        hits = urgency.happening(said, things.of_ours(said, things.of_others(said, hits)))
        places = placed(said, mentions, meaning.hospitals(hits))
        found, unclear = meaning.conclusions(said, hits, places)
        if clashes := contradicting.clashes(said):
            found, unclear = contradicting.taken_back(clashes, found, unclear)
        return Understood(
            said,
            tuple(places),
            tuple(hits),
            tuple(found),
            tuple(unclear),
            topics.scores(said, hits, found, places, self.flows),
            masked,
            writing.is_cut(text),
            tuple(clashes),
        )

    def _hits(self, said: str) -> list[Hit]:
        """The phrases in a text. Key words name a page in any order: 集中缴费期 错过 补缴 is read again behind itself."""
        hits = self.lexicon.hits(said)
        if not _KEY_WORDS.fullmatch(said):
            return hits
        known = {hit.phrase.key for hit in hits}
        again = [hit for hit in self.lexicon.hits(f"{said} {said}") if hit.start < len(said) < hit.end]
        return hits + [hit for hit in again if hit.phrase.key not in known and not hit.phrase.means]

    def spelled(self, text: str) -> str:
        """A normal text with pinyin in characters and mistypings mended."""
        written = dialect.usual(self.spelling.islands(self.spelling.characters(text)))
        mentions, typed = self.gazetteer.mentions(written), written
        for each in mentions:
            if written[: each.start].endswith("再"):  # 医保再无锡: the two words sound alike
                written = f"{written[: each.start - 1]}在{written[each.start :]}"
        covered = self.lexicon.covered(written)
        for each in mentions if written == typed else self.gazetteer.mentions(written):
            covered |= ((1 << (each.end - each.start)) - 1) << each.start
        return self.spelling.mended(written, covered)
