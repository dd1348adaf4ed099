"""Content packs: rows as readable YAML files, validated by the same rules as admin and loaded idempotently.

A pack is a folder. Each file holds ``{kind: [row, …]}``; a row's fields are the model's own, ``source`` is a source
document's key, ``region`` a code, and inline rows stand in a list under their name. ``defaults`` at the top of a file
fills what its rows leave out. Rows are told apart by kind, ``key``, region and start date. When the pack wants to
change a row that a clerk has changed too, or to add one that a clerk already has, the clerk's stands and is reported.

What is not sure enough for the public is loaded as drafts, in the name of somebody: two people are then between it and
the public, as with everything that a clerk writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models, transaction

from registry import rows
from registry.belonging import inline_of
from registry.publication import PublishedRow, Status
from registry.writing import take_turn

#: libyaml's parser where PyYAML was built with it: seven times as fast, and as safe.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Kinds = Mapping[str, type[models.Model]]


@dataclass
class Report:
    """What a load did. ``problems`` name file, row and field; when there are any, nothing was written."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


class _Refused(Exception):
    """Rolls a load back."""


def load(folder: Path, kinds: Kinds, write: bool = True, drafts_by: Any = None) -> Report:
    """Load every ``*.yaml`` below ``folder``, kinds in the order of ``kinds``; all or nothing.

    With ``write`` false everything is validated against the database and rolled back. With ``drafts_by``, a person, all
    that is new becomes a draft of theirs, whatever the pack says; what already is written of the same thing stands.
    """
    report = Report()
    files = _read(folder, kinds, report)
    try:
        with transaction.atomic():
            take_turn(0)
            for kind, model in kinds.items():
                fields = {field.name for field in model._meta.concrete_fields}
                known, stored = rows.References.stored(), _stored(model)
                for path, content in files:
                    for number, values in enumerate(content.get(kind, []), start=1):
                        where = f"{path.relative_to(folder)} › {kind} › {_name(values, number)}"
                        defaults = {k: v for k, v in content["defaults"].items() if k in fields}
                        _load_row(model, {**defaults, **values}, known, stored, where, report, drafts_by)
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
            content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or {}
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
    for kind, lines in content.items():
        wanted = dict if kind == "defaults" else list
        if not isinstance(lines, wanted) or (wanted is list and not all(isinstance(line, dict) for line in lines)):
            return f"“{kind}”的写法不对：defaults 是一组 {{字段: 值}}，其余是一行一行的列表。"
    return None


def _load_row(
    model: type[models.Model],
    values: dict[str, Any],
    known: rows.References,
    stored: dict[str, Any],
    where: str,
    report: Report,
    drafts_by: Any,
) -> None:
    try:
        row, inline = rows.build(model, values, known)
        row.pack_key = _pack_key(row)
        if drafts_by is not None:
            row.status, row._history_user, row._change_reason = Status.DRAFT, drafts_by, "装入草稿"
        row.content_digest = rows.digest(row, inline)
        if row.pack_key in report.seen:
            raise ValidationError("这一行在内容包里写了两遍。")
        report.seen.add(row.pack_key)
        if drafts_by is not None and _is_written(row):
            report.kept.append(where)
        else:
            _place(row, inline, stored.get(row.pack_key), where, report)
    except ValidationError as error:
        report.problems += [f"{where}{sentence}" for sentence in rows.sentences(error)]


def _pack_key(row: Any) -> str:
    """What tells a pack's rows apart; stays with the stored row when a clerk changes its dates or region."""
    parts = [row._meta.model_name, row.key, getattr(row, "region_id", ""), getattr(row, "effective_from", None) or ""]
    return ":".join(map(str, parts))


def _stored(model: Any) -> dict[str, Any]:
    """What the database has of a pack's rows, by what tells those apart."""
    return {row.pack_key: row for row in model._default_manager.exclude(pack_key="")}


def _place(row: Any, inline: rows.Inline, stored: Any, where: str, report: Report) -> None:
    """Create, update or leave alone what is ``stored`` of it. Raises ValidationError for what admin would refuse."""
    if stored is None:
        _create(row, inline, where, report)
    elif stored.content_digest == row.content_digest:
        report.unchanged += 1
    elif stored.content_digest != rows.digest(stored, inline_of(stored)):
        report.kept.append(where)
    else:
        row.pk, row._state.adding = stored.pk, False
        rows.validate(row, inline)
        rows.save(row, inline, replaced=stored)
        report.updated += 1


def _create(row: Any, inline: rows.Inline, where: str, report: Report) -> None:
    try:
        rows.validate(row, inline)
    except ValidationError:
        if not _clerk_has_one(row):
            raise
        report.kept.append(where)
    else:
        rows.save(row, inline)
        report.created += 1


def _is_written(draft: Any) -> bool:
    """Whether the same thing already stands in the database as something else than this draft as it was loaded."""
    found = type(draft)._default_manager
    if found.filter(pack_key=draft.pack_key).exclude(status=Status.DRAFT).exists():
        return True
    if not isinstance(draft, PublishedRow):
        return False
    others = type(draft).objects.same_slot(draft).filter(region=draft.region_id).kept()
    return others.exclude(pack_key=draft.pack_key).exists()


def _clerk_has_one(row: Any) -> bool:
    """Whether a clerk has already published a row of their own for the same thing and time."""
    rival = row.rival() if isinstance(row, PublishedRow) else None
    return rival is not None and not rival.pack_key
