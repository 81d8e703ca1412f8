"""Small changes to content files leave everything else as its editor wrote it."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from storage.content.yaml_editing import EditError, append, remove, remove_key, set_value

FILES = sorted(Path("content").rglob("*.yaml"))
GUIDE = """# đầu tệp
id: lam-thu
title: {vi: "Làm thử", en: ""}
who: >-
  Ai cũng
  được.

questions:
  - "câu một"   # hay gặp
  - câu hai
fee: []
time:
  - value: "3 ngày"
    source: "Luật"
    valid_to: 2026-12-31
    # ghi chú
steps:
  - id: mot
    text: "Bước một"
"""
NEW = 'xin "chào": #1'


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from places(part, (*path, name))
    elif isinstance(value, list):
        yield "list", path
        for index, part in enumerate(value):
            yield from places(part, (*path, index))
    elif isinstance(value, str):
        yield "text", path


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


@pytest.mark.parametrize("file", FILES[::4], ids=lambda file: str(file.stem))
def test_one_change_changes_one_value(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = list(places(yaml.safe_load(text)))
    for kind, path in random.Random(file.name).sample(found, min(4, len(found))):
        expected = yaml.safe_load(text)
        if kind == "text":
            at(expected, path[:-1])[path[-1]] = NEW
            assert yaml.safe_load(set_value(text, path, NEW)) == expected
        else:
            at(expected, path).append({"id": "moi", "fix": NEW})
            longer = append(text, path, {"id": "moi", "fix": NEW})
            assert yaml.safe_load(longer) == expected
            at(expected, path).pop(0)
            assert yaml.safe_load(remove(longer, (*path, 0))) == expected


def test_comments_and_line_breaks_stay() -> None:
    changed = set_value(GUIDE, ("questions", 1), "câu ba")
    assert changed == GUIDE.replace("- câu hai", '- "câu ba"')


def test_a_folded_text_is_replaced_as_a_whole() -> None:
    changed = set_value(GUIDE, ("who",), "Người lớn.")
    assert changed == GUIDE.replace(">-\n  Ai cũng\n  được.", '"Người lớn."')


def test_an_empty_list_gets_its_first_entry() -> None:
    changed = append(GUIDE, ("fee",), {"value": "7.000 đồng", "checked_on": date(2026, 11, 24)})
    assert yaml.safe_load(changed)["fee"] == [{"value": "7.000 đồng", "checked_on": date(2026, 11, 24)}]


def test_a_missing_list_is_made() -> None:
    changed = append(GUIDE, ("troubles",), {"id": "t", "symptom": "a", "fix": "b"})
    assert yaml.safe_load(changed)["troubles"] == [{"id": "t", "symptom": "a", "fix": "b"}]


def test_the_last_entry_leaves_an_empty_list() -> None:
    assert yaml.safe_load(remove(GUIDE, ("steps", 0)))["steps"] == []


def test_a_key_is_added_and_taken_away() -> None:
    added = set_value(GUIDE, ("time", 0, "valid_from"), date(2026, 1, 1))
    assert yaml.safe_load(added)["time"][0]["valid_from"] == date(2026, 1, 1)
    assert yaml.safe_load(remove_key(added, ("time", 0, "valid_from"))) == yaml.safe_load(GUIDE)
    assert "valid_to" not in remove_key(GUIDE, ("time", 0, "valid_to"))
    assert remove_key(GUIDE, ("time", 0, "note")) == GUIDE


@pytest.mark.parametrize(
    "change",
    [
        lambda: set_value(GUIDE, ("questions",), "x"),
        lambda: append(GUIDE, ("who",), "x"),
        lambda: remove(GUIDE, ("questions", 7)),
        lambda: remove_key(GUIDE, ("time", 0, "value")),
        lambda: set_value(GUIDE, ("nowhere", "deep"), "x"),
    ],
)
def test_what_cannot_be_done_is_refused(change: Any) -> None:
    with pytest.raises(EditError):
        change()
