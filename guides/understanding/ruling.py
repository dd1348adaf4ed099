"""What one phrase rules out that another would say, and when it has no say in that itself."""

from collections.abc import Sequence

from guides.understanding.phrases import Hit


def excludes(hit: Hit, key: str, value: str) -> bool:
    """Whether a phrase rules out an answer, or every answer to its question."""
    return not {key, f"{key}={value}"}.isdisjoint(hit.phrase.excludes)


def is_outdone(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a longer phrase answers what this one does or rules it out (医保没联网 inside 跟医保没联网 rules nothing out), or
    one that covers how it begins rules it out and answers nothing: 非得本人去这可咋办 rules 去不了 out no more."""
    return bool(hit.phrase.means) and any(
        _answers_it(hit, other) if hit.inside(other) else _beats(other, hit)
        for other in hits
        if other.mask >> hit.start & 1 and other is not hit
    )


def _answers_it(hit: Hit, longer: Hit) -> bool:
    means = hit.phrase.means
    return bool(means.keys() & longer.phrase.means.keys()) or all(excludes(longer, *each) for each in means.items())


def _beats(one: Hit, other: Hit) -> bool:
    """Whether all that the other says is ruled out by one that answers nothing itself and covers how it begins."""
    ruled_out = one.phrase.excludes
    return (
        bool(one.mask >> other.start & 1)
        and not one.phrase.means
        and all(f"{key}={value}" in ruled_out for key, value in other.phrase.means.items())
    )
