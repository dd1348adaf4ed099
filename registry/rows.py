"""One row of a content pack: built from its values, validated as admin would, compared, saved with its inline rows."""

import hashlib
import json
from collections import Counter
from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from simple_history.signals import pre_create_historical_record

from registry.belonging import Part, inline_of, inline_rows
from registry.models import Region, SourceDocument
from registry.publication import PublishedRow

#: Ours, not the pack's; and what clerks set when they check a row, which is no edit and survives a load.
KEPT_ASIDE = frozenset({"id", "pack_key", "content_digest", "verified_on", "verified_by", "supersedes"})

Inline = dict[str, list[Any]]

#: Inline rows of one kind that a row may have, wherever they come from: more would be made into a form that takes longer
#: than a worker may. The settings let so many be sent (``DATA_UPLOAD_MAX_NUMBER_FIELDS``).
MOST_INLINE = 100
TOO_MANY = f"最多写 {MOST_INLINE} 行。再多的，请分成几条来写。"


@dataclass(frozen=True)
class References:
    """What rows may refer to, looked up once for many of them: keys of sources, codes of regions."""

    sources: Mapping[str, int]
    regions: frozenset[str]

    @classmethod
    def stored(cls) -> "References":
        sources = dict(SourceDocument.objects.citable().values_list("key", "pk"))
        return cls(sources, frozenset(Region.objects.values_list("pk", flat=True)))


def build(model: type[models.Model], values: dict[str, Any], known: References) -> tuple[Any, Inline]:
    """An unsaved row with its inline rows. Raises ValidationError naming every field that cannot be read."""
    row: Any = model()
    inline = {
        name: _build_inline(relation, values.get(name, []), known) for name, relation in inline_rows(model).items()
    }
    _fill(row, {name: value for name, value in values.items() if name not in inline}, known)
    return row, inline


def _fill(row: Any, values: dict[str, Any], references: References, leave_out: frozenset[str] = KEPT_ASIDE) -> None:
    known = {field.name: field for field in row._meta.concrete_fields if field.name not in leave_out}
    problems: dict[str, Any] = {}
    if strangers := set(values) - set(known):
        problems[NON_FIELD_ERRORS] = f"没有这些字段：{'、'.join(sorted(map(str, strangers)))}。"
    for name, field in known.items():
        try:
            setattr(row, field.attname, _read(field, values.get(name, field.get_default()), row, references))
        except ValidationError as error:
            problems[name] = error
        except (TypeError, ValueError):
            problems[name] = f"读不懂“{values.get(name)}”，请给它加上引号，照例子的写法写。"
    if problems:
        raise ValidationError(problems)


def _read(field: Any, value: Any, row: Any, references: References) -> Any:
    if field.name == "source":
        if value not in references.sources:
            raise ValidationError(f"没有代号是“{value}”的政策依据。")
        return references.sources[value]
    if field.name == "region":
        if str(value) not in references.regions:
            raise ValidationError(f"没有代码是“{value}”的地区。")
        return str(value)
    return field.clean(value, row)


def _build_inline(relation: Any, rows: Any, references: References) -> list[Any]:
    name, parent = relation.get_accessor_name(), relation.field.name
    if not isinstance(rows, list) or not all(isinstance(values, dict) for values in rows):
        raise ValidationError({name: "要写成一行一行的列表，每行是 {字段: 值}。"})
    built = []
    for number, values in enumerate(rows, start=1):
        child = relation.related_model()
        ordered = {"position": number * 10} if hasattr(child, "position") else {}
        try:
            _fill(child, ordered | values, references, KEPT_ASIDE | {parent})
        except ValidationError as error:
            raise ValidationError({name: [f"第 {number} 行{sentence}" for sentence in sentences(error)]}) from None
        built.append(child)
    return built


def validate(row: Any, inline: Inline) -> None:
    """What admin would refuse, but for references: those were looked up when they were read. Raises ValidationError."""
    _full_clean(row)
    for name, children in inline.items():
        _validate_children(name, children)
    if isinstance(row, PublishedRow):
        row.clean_inline(inline)


def settle(row: Any) -> None:
    """Make of what was typed what is stored of it: 3月31日 is 03-31. What cannot be is refused by ``validate``."""
    for check in (lambda: row.clean_fields(exclude=_references(row)), row.clean):
        with suppress(ValidationError):
            check()


def _references(row: Any) -> set[str]:
    return {field.name for field in row._meta.concrete_fields if field.is_relation}


def _full_clean(row: Any) -> None:
    """Django's ``full_clean`` without a query for each foreign key."""
    problems: dict[str, Any] = {}
    for check in (
        lambda: row.clean_fields(exclude=_references(row)),
        row.clean,
        row.validate_unique,
        row.validate_constraints,
    ):
        try:
            check()
        except ValidationError as error:
            problems = error.update_error_dict(problems)
    if problems:
        raise ValidationError(problems)


def validate_inline(row: PublishedRow, name: str, children: list[Any]) -> None:
    """What admin would refuse of the inline rows of one kind. Raises ValidationError."""
    _validate_children(name, children)
    row.clean_inline({name: children})


def _validate_children(name: str, children: list[Any]) -> None:
    if len(children) > MOST_INLINE:
        raise ValidationError({name: TOO_MANY})
    for number, child in enumerate(children, start=1):
        try:
            child.full_clean(exclude=[child.owner()])
        except ValidationError as error:
            raise ValidationError({name: [f"第 {number} 行{sentence}" for sentence in sentences(error)]}) from None
    _refuse_repeats(name, children)


def _refuse_repeats(name: str, children: list[Any]) -> None:
    for constraint in children[0]._meta.constraints if children else ():
        if isinstance(constraint, models.UniqueConstraint):
            fields = [field for field in constraint.fields if field != children[0].owner()]
            seen = Counter(tuple(getattr(child, field) for field in fields) for child in children)
            if repeated := [values for values, times in seen.items() if times > 1]:
                raise ValidationError({name: f"写了两遍：{'、'.join(map(str, repeated[0]))}。"})


def digest(row: Any, inline: Inline) -> str:
    """Equal for rows that say the same, whoever wrote them and in whatever order their inline rows stand."""
    children = sorted(
        json.dumps(_content(child), default=str, sort_keys=True) for rows in inline.values() for child in rows
    )
    return hashlib.sha256(json.dumps([_content(row), children], default=str, sort_keys=True).encode()).hexdigest()


def _content(row: Any) -> dict[str, Any]:
    return {field.attname: field.value_to_string(row) for field in fields(row, KEPT_ASIDE)}


def fields(row: Any, aside: frozenset[str]) -> list[Any]:
    """The fields in which a row or an inline row says something, but for those set aside."""
    left_out = aside | {row.owner()} if isinstance(row, Part) else aside
    return [field for field in row._meta.concrete_fields if field.name not in left_out]


def save(row: Any, inline: Inline, replaced: Any = None) -> None:
    """Save the row in place of ``replaced``; the marks of a clerk's check are carried over."""
    if replaced is not None:
        row.pk, row._state.adding = replaced.pk, False
        for name in ("verified_on", "verified_by"):
            if hasattr(replaced, name):
                setattr(row, name, getattr(replaced, name))
    row.save()
    for name, children in inline.items():
        if replaced is not None:
            getattr(row, name).all().delete()
        for child in children:
            setattr(child, child.owner(), row)
            child.save()
    if replaced is not None or any(inline.values()):
        remember_inline(row)


def remember_inline(row: Any) -> None:
    """Let the newest version of a row say what its inline rows say, now that they are saved too."""
    if inline_rows(type(row)):
        row.history.filter(history_id=row.history.first().history_id).update(inline=_as_text(row))


def _as_text(row: Any) -> dict[str, list[dict[str, Any]]]:
    return {name: [_told(child) for child in children] for name, children in inline_of(row).items()}


def _told(child: Any) -> dict[str, Any]:
    """By field its value as text, None where it has none."""
    told = fields(child, KEPT_ASIDE)
    return {f.attname: None if getattr(child, f.attname) is None else f.value_to_string(child) for f in told}


def watch_versions() -> None:
    """Let every new version of a row begin with the inline rows that it has: a step changes none of them."""
    pre_create_historical_record.connect(_begin, dispatch_uid="inline rows of a version")


def _begin(instance: Any, history_instance: Any, **_: Any) -> None:
    kinds = inline_rows(type(instance))
    if kinds and history_instance.history_type != "-":
        is_new = history_instance.history_type == "+"
        history_instance.inline = {name: [] for name in kinds} if is_new else _as_text(instance)


def inline_then(version: Any) -> Inline:
    """The inline rows of a version, as they were."""
    kinds, found = inline_rows(version.instance_type), {}
    for name, relation in kinds.items():
        found[name] = [_child(relation, told) for told in version.inline.get(name, [])]
    return found


def _child(relation: Any, told: dict[str, Any]) -> Any:
    """An inline row as a version told it; of a field that there is no more nothing is left."""
    child = relation.related_model()
    for field in fields(child, KEPT_ASIDE):
        if field.attname in told:
            setattr(child, field.attname, field.to_python(told[field.attname]))
    return child


def copy(row: Any) -> tuple[Any, Inline]:
    """A new, unsaved row that says the same, with its inline rows; whose check it was is not carried over."""
    twin = type(row)(
        **{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in KEPT_ASIDE}
    )
    inline = inline_of(row)
    for child in (child for children in inline.values() for child in children):
        child.pk, child._state.adding = None, True
    return twin, inline


def free_key(taken: Container[str], stem: str) -> str:
    """The stem with the first number that is not taken."""
    return next(key for number in count(1) if (key := f"{stem}-{number}") not in taken)


def sentences(error: ValidationError) -> list[str]:
    """A problem a line: “ › field：what to do”."""
    if not hasattr(error, "error_dict"):
        return [f"：{message}" for message in error.messages]
    return [
        f"：{message}" if name == NON_FIELD_ERRORS else f" › {name}：{message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]
