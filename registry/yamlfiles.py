"""YAML that people write: what stands in it, or one error, whatever is wrong with it."""

from typing import Any

import yaml

#: Signs by which a file may grow once what is written once and used again (``*name``, ``<<``) stands where it is used. Ours
#: grow by a few thousand; a line that doubles another forty times over would never be read.
MOST_AGAIN = 500_000


class UnreadableYAML(ValueError):
    """Nobody can tell what stands there; says about where, in a clerk's words."""

    def __init__(self, error: Exception) -> None:
        mark = getattr(error, "problem_mark", None)
        super().__init__(f"问题在第 {mark.line + 1} 行附近" if mark else "里面有读不出来的内容")


def from_yaml(text: str, loader: Any = yaml.SafeLoader) -> Any:
    """Plain values. Raises :class:`UnreadableYAML`."""
    try:
        return _loaded(loader(text), len(text))
    # PyYAML lets through as it is what an impossible date, an endless number, a strange tag or a thousand brackets raise.
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, AttributeError, TypeError) as error:
        raise UnreadableYAML(error) from error


def _loaded(reader: Any, written: int) -> Any:
    try:
        document = reader.get_single_node()
        if document is None:
            return None
        if _signs(document, {}) > written + MOST_AGAIN:
            raise ValueError("引用（*、<<）套得太多，展开来没有完")
        return reader.construct_document(document)
    finally:
        reader.dispose()


def _signs(node: yaml.Node, known: dict[int, int]) -> int:
    """How many signs a node comes to, one for each value beside its own; one that holds itself, to no end."""
    if isinstance(node, yaml.ScalarNode):
        return 1 + len(node.value)
    if id(node) not in known:
        parts = node.value if isinstance(node, yaml.SequenceNode) else [part for pair in node.value for part in pair]
        known[id(node)] = 1 + sum(_signs(part, known) for part in parts)
    return known[id(node)]
