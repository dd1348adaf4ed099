"""Content packs: rows as readable YAML files, validated by the same rules as admin and loaded idempotently.

A pack is a folder. Each file holds ``{kind: [row, …]}``; a row's fields are the model's own, ``source`` is a source
document's key, ``region`` a code, and inline rows stand in a list under their name. ``defaults`` at the top of a file
fills what its rows leave out. Rows are told apart by kind, ``key``, region and start date. When the pack wants to
change a row that a clerk has changed too, or to add one that a clerk already has, the clerk's stands and is reported.
A pack that is loaded as the whole takes back what an earlier one has published and this one no longer says: a statement
that proved wrong must not stay with those who were the first to run the site.

What is not sure enough for the public is loaded as drafts, in the name of somebody: two people are then between it and
the public, as with everything that a clerk writes.
"""

from collections.abc import Iterable, Iterator, Mapping
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
from registry.yamlfiles import UnreadableYAML, from_yaml

#: libyaml's parser where PyYAML was built with it: seven times as fast, and as safe.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Begins the ``pack_key`` of what was loaded as a draft: no pack of the public's ever had it.
_AS_DRAFT = "draft:"

Kinds = Mapping[str, type[models.Model]]


@dataclass
class Report:
    """What a load did. ``problems`` name file, row and field; when there are any, nothing was written."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0
    kept: list[str] = field(default_factory=list)
    #: What the pack no longer has, but a clerk has changed since: it stays public.
    left: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


class _Refused(Exception):
    """Rolls a load back."""


def load(folder: Path, kinds: Kinds, write: bool = True, drafts_by: Any = None, whole: bool = False) -> Report:
    """Load every ``*.yaml`` below ``folder``, kinds in the order of ``kinds``; all or nothing.

    With ``write`` false everything is validated against the database and rolled back. With ``drafts_by``, a person, all
    that is new becomes a draft of theirs, whatever the pack says; what already is written of the same thing stands. With
    ``whole``, what was published from a pack and is not in this one is retired.
    """
    report = Report()
    files = _read(folder, kinds, report)
    try:
        with transaction.atomic():
            take_turn(0)
            for kind, model in kinds.items():
                stored = _stored(model)
                built = list(_built(model, _lines(folder, files, kind, model), report, drafts_by))
                if whole and issubclass(model, PublishedRow):
                    _retire((row for key, row in stored.items() if key not in report.seen), report)
                for where, row, inline in built:
                    _place(row, inline, stored.get(row.pack_key), where, report)
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
            content = from_yaml(path.read_text(encoding="utf-8"), _Loader) or {}
        except (OSError, UnreadableYAML, UnicodeDecodeError) as error:
            report.problems.append(f"{path.relative_to(folder)}：读不懂这个文件：{error.__cause__ or error}")
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
        return f"不认识的种类：{'、'.join(sorted(map(str, strangers)))}。可用：{'、'.join(kinds)}。"
    for kind, lines in content.items():
        wanted = dict if kind == "defaults" else list
        if not isinstance(lines, wanted) or (wanted is list and not all(isinstance(line, dict) for line in lines)):
            return f"“{kind}”的写法不对：defaults 是一组 {{字段: 值}}，其余是一行一行的列表。"
    return None


def _lines(
    folder: Path, files: list[tuple[Path, dict[str, Any]]], kind: str, model: type[models.Model]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a kind as they are written, with where each stands."""
    fields = {field.name for field in model._meta.concrete_fields}
    for path, content in files:
        defaults = {k: v for k, v in content["defaults"].items() if k in fields}
        for number, values in enumerate(content.get(kind, []), start=1):
            yield f"{path.relative_to(folder)} › {kind} › {_name(values, number)}", {**defaults, **values}


def _built(
    model: type[models.Model], lines: Iterable[tuple[str, dict[str, Any]]], report: Report, drafts_by: Any
) -> Iterator[tuple[str, Any, rows.Inline]]:
    """The rows that are to be placed; what cannot be read is told."""
    known = rows.References.stored()
    for where, values in lines:
        try:
            row, inline = rows.build(model, values, known)
        except ValidationError as error:
            _refuse(where, error, report)
            continue
        except OverflowError:
            _refuse(where, ValidationError("里面有一个数大得写不下。"), report)
            continue
        row.pack_key = _pack_key(row)
        if drafts_by is not None:
            row.pack_key = f"{_AS_DRAFT}{row.pack_key}"
            row.status, row._history_user, row._change_reason = Status.DRAFT, drafts_by, "装入草稿"
        row.content_digest = rows.digest(row, inline)
        if row.pack_key in report.seen:
            _refuse(where, ValidationError("这一行在内容包里写了两遍。"), report)
        elif drafts_by is not None and _is_written(row):
            report.kept.append(where)
        else:
            yield where, row, inline
        report.seen.add(row.pack_key)


def _refuse(where: str, error: ValidationError, report: Report) -> None:
    report.problems += [f"{where}{sentence}" for sentence in rows.sentences(error)]


def _retire(gone: Iterable[Any], report: Report) -> None:
    """Take back what the pack no longer has. What a clerk has changed, or is about to revise, is the clerk's."""
    for row in gone:
        if row.status != Status.PUBLISHED or row.pack_key.startswith(_AS_DRAFT):
            continue
        if _is_clerks(row) or type(row).objects.unfinished().filter(supersedes=row).exists():
            report.left.append(str(row))
            continue
        row.status, row._change_reason = Status.RETIRED, "新的内容里没有这一条了"
        row.content_digest = rows.digest(row, inline_of(row))
        row.save()
        report.retired += 1


def _is_clerks(row: Any) -> bool:
    """Whether a stored row is no longer what a pack has made it, or was made by a clerk to begin with."""
    return bool(row.content_digest != rows.digest(row, inline_of(row)))


def _pack_key(row: Any) -> str:
    """What tells a pack's rows apart; stays with the stored row when a clerk changes its dates or region."""
    parts = [row._meta.model_name, row.key, getattr(row, "region_id", ""), getattr(row, "effective_from", None) or ""]
    return ":".join(map(str, parts))


def _stored(model: Any) -> dict[str, Any]:
    """What the database has of a pack's rows, by what tells those apart."""
    return {row.pack_key: row for row in model._default_manager.exclude(pack_key="")}


def _place(row: Any, inline: rows.Inline, stored: Any, where: str, report: Report) -> None:
    """Create, update or leave alone what is ``stored`` of it; tell what admin would refuse."""
    if stored is not None and stored.content_digest == row.content_digest:
        report.unchanged += 1
    elif stored is not None and _is_clerks(stored):
        report.kept.append(where)
    else:
        _write(row, inline, stored, where, report)


def _write(row: Any, inline: rows.Inline, stored: Any, where: str, report: Report) -> None:
    if stored is not None:
        row.pk, row._state.adding = stored.pk, False
    try:
        rows.validate(row, inline)
    except ValidationError as error:
        if _clerk_has_one(row):
            report.kept.append(where)
        else:
            _refuse(where, error, report)
        return
    rows.save(row, inline, replaced=stored)
    if stored is None:
        report.created += 1
    else:
        report.updated += 1


def _is_written(draft: Any) -> bool:
    """Whether the same thing already stands in the database as something else than this draft as it was loaded."""
    found = type(draft)._default_manager
    if found.filter(pack_key=draft.pack_key).exclude(status=Status.DRAFT).exists():
        return True
    if isinstance(draft, PublishedRow):
        found = type(draft).objects.same_slot(draft).filter(region=draft.region_id).kept()
    else:
        found = found.filter(key=draft.key)
    return bool(found.exclude(pack_key=draft.pack_key).exists())


def _clerk_has_one(row: Any) -> bool:
    """Whether a clerk has already published a row of their own for the same thing and time."""
    rival = row.rival() if isinstance(row, PublishedRow) else None
    return rival is not None and _is_clerks(rival)
