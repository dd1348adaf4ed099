"""Content packs: rows as readable YAML files, validated by the same rules as admin and loaded idempotently.

A pack is a folder. Each file holds ``{kind: [row, …]}``; a row's fields are the model's own, ``source`` is a source
document's key, ``region`` a code, and inline rows stand in a list under their name. ``defaults`` at the top of a file
fills what its rows leave out. Rows are told apart by kind, ``key``, region and start date. A row that a clerk has
changed since it was loaded is left alone and reported.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models, transaction

from registry.models import SourceDocument
from registry.publication import inline_rows

Kinds = Mapping[str, type[models.Model]]
#: Set by clerks when they check a row, so a later load neither resets them nor takes them for an edit.
CLERK_FIELDS = frozenset({"id", "content_digest", "verified_on", "verified_by"})


@dataclass
class Report:
    """What a load did. ``problems`` name file, row and field; when there are any, nothing was written."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class _Refused(Exception):
    """Rolls a load back."""


def load(folder: Path, kinds: Kinds, write: bool = True) -> Report:
    """Load every ``*.yaml`` below ``folder``, kinds in the order of ``kinds``; all or nothing.

    With ``write`` false everything is validated against the database and rolled back.
    """
    report = Report()
    files = _read(folder, kinds, report)
    try:
        with transaction.atomic():
            for kind, model in kinds.items():
                for path, content in files:
                    for number, values in enumerate(content.get(kind, []), start=1):
                        where = f"{path.relative_to(folder)} › {kind} › {_name(values, number)}"
                        defaults = {k: v for k, v in content["defaults"].items() if k in _fields(model)}
                        _load_row(model, {**defaults, **values}, where, report)
            if report.problems or not write:
                raise _Refused
    except _Refused:
        pass
    return report


def _name(values: Any, number: int) -> str:
    return str(values.get("key", f"第 {number} 行")) if isinstance(values, dict) else f"第 {number} 行"


def _read(folder: Path, kinds: Kinds, report: Report) -> list[tuple[Path, dict[str, Any]]]:
    files = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            report.problems.append(f"{path.relative_to(folder)}：读不懂这个文件：{error}")
            continue
        problem = _shape_problem(content, kinds)
        if problem:
            report.problems.append(f"{path.relative_to(folder)}：{problem}")
        else:
            files.append((path, {"defaults": {}, **content}))
    return files


def _shape_problem(content: Any, kinds: Kinds) -> str | None:
    if not isinstance(content, dict):
        return "文件要写成 {种类: [一行一行]}。"
    if strangers := set(content) - set(kinds) - {"defaults"}:
        return f"不认识的种类：{'、'.join(map(str, sorted(strangers)))}。可用：{'、'.join(kinds)}。"
    for kind, rows in content.items():
        wanted = dict if kind == "defaults" else list
        if not isinstance(rows, wanted) or (wanted is list and not all(isinstance(row, dict) for row in rows)):
            return f"“{kind}”的写法不对：defaults 是一组 {{字段: 值}}，其余是一行一行的列表。"
    return None


def _load_row(model: type[models.Model], values: dict[str, Any], where: str, report: Report) -> None:
    if strangers := [name for name in values if name not in _fields(model) | inline_rows(model).keys()]:
        report.problems.append(f"{where}：没有这些字段：{'、'.join(strangers)}。")
        return
    try:
        row, children = _build(model, values)
        stored = _find(model, row)
        if stored is not None:
            row.pk, row._state.adding = stored.pk, False
            _keep_verification(row, stored)
        row.full_clean()
        for child in children:
            child.full_clean(exclude=[child.parent_field])
        row.content_digest = _digest(row, children)
    except ValidationError as error:
        report.problems += [f"{where}{sentence}" for sentence in _sentences(error)]
        return
    if stored is None:
        _save(row, children)
        report.created += 1
    elif stored.content_digest == row.content_digest:
        report.unchanged += 1
    elif stored.content_digest != _digest(stored, _stored_inline(stored)):
        report.kept.append(where)
    else:
        _save(row, children)
        report.updated += 1


def _fields(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} - {"id", "content_digest"}


def _build(model: type[models.Model], values: dict[str, Any]) -> tuple[Any, list[Any]]:
    row: Any = model()
    children = []
    for name, value in values.items():
        if name in inline_rows(model):
            children += _build_inline(inline_rows(model)[name], value)
        elif name == "source":
            row.source = SourceDocument.objects.filter(key=value).first()
            if row.source is None:
                raise ValidationError({"source": f"没有代号是“{value}”的政策依据。"})
        else:
            setattr(row, f"{name}_id" if name == "region" else name, value)
    return row, children


def _build_inline(relation: Any, rows: Any) -> list[Any]:
    model, parent = relation.related_model, relation.field.name
    known = {field.name for field in model._meta.concrete_fields} - {"id", parent}
    children = []
    for position, values in enumerate(rows if isinstance(rows, list) else [rows]):
        if not isinstance(values, dict) or set(values) - known:
            raise ValidationError(
                f"{relation.get_accessor_name()} 的每一行要写成 {{字段: 值}}，可用：{'、'.join(sorted(known))}。"
            )
        child = model(**({"position": (position + 1) * 10} if "position" in known else {}) | values)
        child.parent_field = parent
        children.append(child)
    return children


def _find(model: type[models.Model], row: Any) -> Any:
    identity = {name: getattr(row, name) for name in ("key", "region_id", "effective_from") if hasattr(row, name)}
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for name, value in identity.items():
        identity[name] = fields[name].clean(value, row)
    return model._default_manager.filter(**identity).first()


def _keep_verification(row: Any, stored: Any) -> None:
    for name in ("verified_on", "verified_by"):
        if hasattr(stored, name):
            setattr(row, name, getattr(stored, name))


def _digest(row: Any, children: list[Any]) -> str:
    content = [_content(row), *(_content(child) for child in children)]
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()


def _content(row: Any) -> dict[str, Any]:
    parent = getattr(row, "parent_field", None)
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in CLERK_FIELDS and field.name != parent
    }


def _stored_inline(row: Any) -> list[Any]:
    children = []
    for name, relation in inline_rows(type(row)).items():
        for child in getattr(row, name).all():
            child.parent_field = relation.field.name
            children.append(child)
    return children


def _save(row: Any, children: list[Any]) -> None:
    row.save()
    for name in inline_rows(type(row)):
        getattr(row, name).all().delete()
    for child in children:
        setattr(child, child.parent_field, row)
        child.save()


def _sentences(error: ValidationError) -> Iterator[str]:
    if hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            yield from (f" › {name}：{message}" for message in messages)
    else:
        yield from (f"：{message}" for message in error.messages)
