"""YAML of any kind is read, or refused in one way."""

from contextlib import nullcontext

import pytest
from django.core.management import CommandError, call_command

from registry import yamlfiles
from registry.yamlfiles import UnreadableYAML, from_yaml

BROKEN = {
    "date": "a: 2024-02-30",
    "stamp": "a: !!timestamp zzz",
    "number": "a: !!int zzz",
    "fraction": "a: !!float zzz",
    "long": f"a: {'9' * 5000}",
    "deep": "[" * 5000,
    "code": "!!python/object/apply:os.getcwd []",
    "cut": "a: [1",
    "doubled": "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
    "merged": "a0: &a0 {x: 1}\n"
    + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], b{n}: 1}}\n" for n in range(1, 40)),
    "long text": f"- &a {'x' * 1000}\n" + "- *a\n" * 1000,
    "itself": "&a [*a]",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_is_refused_in_one_way(text):
    with pytest.raises(UnreadableYAML, match=r"第 \d+ 行附近|读不出来"):
        from_yaml(text)


@pytest.mark.parametrize(("most", "read"), [(6, True), (5, False)])
def test_what_is_used_again_is_counted_where_it_is_used(monkeypatch, most, read):
    monkeypatch.setattr(yamlfiles, "MOST_AGAIN", most)
    with nullcontext() if read else pytest.raises(UnreadableYAML):
        assert from_yaml("[&a [long letters], *a]") == [
            ["long letters"],
            ["long letters"],
        ]  # 23 signs; 1 + 14 + 14 of values


def test_what_is_long_and_used_once_is_read():
    assert len(from_yaml("x" * 2_000_000)) == 2_000_000


def test_what_can_be_read_is_plain_values():
    assert from_yaml("- {q: 你好, n: 1.5}") == [{"q": "你好", "n": 1.5}]


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("command", ["try_words", "settle"])
def test_commands_refuse_it_in_a_sentence(tmp_path, command, text):
    file = tmp_path / "file.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"读不了|读不懂"):
        call_command(command, str(file))


@pytest.mark.parametrize("more", ["slots: 5", "also: 3", "must_not: {a: b}", "maybe: [a]"])
def test_wordings_labelled_in_another_form_are_refused(tmp_path, more):
    file = tmp_path / "file.yaml"
    file.write_text(f"- q: 你好\n  target: office\n  {more}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="写成列表"):
        call_command("try_words", str(file))


def test_no_wordings_are_no_table(tmp_path):
    file = tmp_path / "file.yaml"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(CommandError, match="一行一行的列表"):
        call_command("try_words", str(file))
