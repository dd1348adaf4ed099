"""YAML that people write: what stands in it, or one error, whatever is wrong with it."""

from typing import Any

import yaml


class UnreadableYAML(ValueError):
    """Nobody can tell what stands there; says about where, in a clerk's words."""

    def __init__(self, error: Exception) -> None:
        mark = getattr(error, "problem_mark", None)
        super().__init__(f"问题在第 {mark.line + 1} 行附近" if mark else "里面有读不出来的内容")


def from_yaml(text: str, loader: Any = yaml.SafeLoader) -> Any:
    """Plain values. Raises :class:`UnreadableYAML`."""
    try:
        return yaml.load(text, Loader=loader)
    # PyYAML lets through as it is what an impossible date, an endless number, a strange tag or a thousand brackets raise.
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, AttributeError, TypeError) as error:
        raise UnreadableYAML(error) from error
