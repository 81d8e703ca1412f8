"""Small changes to YAML text that leave everything else as its editor wrote it: comments, order, line breaks.

Places are found by parsing, changes are made in the text. A change that would not read back as meant is refused.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import yaml

from storage.content.yaml_reading import UNREADABLE, load

Path = Sequence[str | int]


class EditError(ValueError):
    """The text has no such place, or the change cannot be made there; the message is fit to be shown."""


def read(text: str) -> Any:
    """The value the text holds."""
    try:
        return load(text)
    except UNREADABLE as error:
        raise EditError("Tệp đang có lỗi YAML; hãy sửa ở dạng văn bản trước.") from error


def node_at(text: str, path: Path) -> yaml.Node | None:
    """The node at `path`, or None."""
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    for part in path:
        node = _child(node, part)
    return node


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and 0 <= part < len(node.value):
        found: yaml.Node = node.value[part]
        return found
    return None


def set_value(text: str, path: Path, value: str | int | bool | date) -> str:
    """The text with the scalar at `path` replaced, or the key added to its mapping where it is missing."""
    node = node_at(text, path)
    if node is None:
        return _add_key(text, path[:-1], str(path[-1]), scalar(value))
    if not isinstance(node, yaml.ScalarNode):
        raise EditError("Mục này không phải một câu chữ đơn.")
    start, end = _span(text, node)
    return _checked(text[:start] + scalar(value) + text[end:], path, value)


def append(text: str, path: Path, item: str | Mapping[str, Any]) -> str:
    """The text with `item` as the last entry of the list at `path`; the list is made where it is missing."""
    node = node_at(text, path)
    if node is None:
        return _add_key(text, path[:-1], str(path[-1]), "\n" + _entry(item, 2))
    if not isinstance(node, yaml.SequenceNode):
        raise EditError("Mục này không phải danh sách.")
    if node.flow_style or not node.value:
        return _append_in_line(text, node, item)
    indent = node.start_mark.column
    end = _end_of_line(text, _last_index(text, node))
    return text[:end] + "\n" + _entry(item, indent).rstrip("\n") + text[end:]


def remove(text: str, path: Path) -> str:
    """The text without the list entry at `path`."""
    parent, index = node_at(text, path[:-1]), path[-1]
    if not isinstance(parent, yaml.SequenceNode) or not isinstance(index, int) or index >= len(parent.value):
        raise EditError("Không có dòng này trong danh sách.")
    if parent.flow_style:
        kept = [read(text[slice(*_span(text, one))]) for place, one in enumerate(parent.value) if place != index]
        start, end = parent.start_mark.index, parent.end_mark.index
        return text[:start] + in_line(kept) + text[end:]
    start = text.rfind("\n", 0, parent.value[index].start_mark.index) + 1
    last = _end_of_line(text, _last_index(text, parent.value[index])) + 1
    if len(parent.value) > 1:
        return text[:start] + text[last:]
    key_end = text.rfind("\n", 0, start)
    return f"{text[:key_end].rstrip()} []\n{text[last:]}"


def remove_key(text: str, path: Path) -> str:
    """The text without the key at `path`; nothing changes where there is none."""
    mapping, name = node_at(text, path[:-1]), str(path[-1])
    if not isinstance(mapping, yaml.MappingNode):
        raise EditError("Không có mục này trong tệp.")
    place = next((index for index, (key, _) in enumerate(mapping.value) if key.value == name), None)
    if place is None:
        return text
    if mapping.flow_style:
        kept = {key.value: read(text[slice(*_span(text, one))]) for key, one in mapping.value if key.value != name}
        return text[: mapping.start_mark.index] + in_line(kept) + text[mapping.end_mark.index :]
    key, value = mapping.value[place]
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    if text[start : key.start_mark.index].strip():
        raise EditError(f"Mục {name} đứng đầu dòng, hãy bỏ nó ở dạng văn bản.")
    return text[:start] + text[_end_of_line(text, _last_index(text, value)) + 1 :]


def scalar(value: Any) -> str:
    """A value as one line of YAML: strings in quotes, days, moments and numbers bare."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, str):
        return json.dumps(value.strip(), ensure_ascii=False)
    return str(value)


def in_line(value: Any) -> str:
    """A list or mapping in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {in_line(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(in_line(part) for part in value) + "]"
    return scalar(value)


def _entry(item: str | Mapping[str, Any], indent: int) -> str:
    space = " " * indent
    if not isinstance(item, Mapping):
        return f"{space}- {scalar(item)}\n"
    lines = [f"{name}: {in_line(value)}" for name, value in item.items()]
    return "".join(f"{space}{'- ' if place == 0 else '  '}{line}\n" for place, line in enumerate(lines))


def _append_in_line(text: str, node: yaml.SequenceNode, item: str | Mapping[str, Any]) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    if not node.value:
        space = " " * (_indent_of_line(text, start) + 2)
        return text[:start].rstrip(" ") + "\n" + _entry(item, len(space)).rstrip("\n") + text[end:]
    return f"{text[: end - 1].rstrip()}, {in_line(item)}{text[end - 1 :]}"


def _add_key(text: str, path: Path, name: str, written: str) -> str:
    node = node_at(text, path)
    if not isinstance(node, yaml.MappingNode) or not node.value:
        raise EditError("Không có mục này trong tệp.")
    if node.flow_style:
        end = node.end_mark.index
        return f"{text[: end - 1].rstrip()}, {name}: {written.strip()}{text[end - 1 :]}"
    column = node.value[0][0].start_mark.column
    end = _end_of_line(text, _last_index(text, node))
    written = written if written.startswith("\n") else f" {written}"
    return f"{text[:end]}\n{' ' * column}{name}:{written.rstrip()}{text[end:]}"


def _span(text: str, node: yaml.Node) -> tuple[int, int]:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        end = start + len(text[start:end].rstrip())  # a block scalar's end lies behind its empty lines
    return start, end


def _last_index(text: str, node: yaml.Node) -> int:
    """Where the last letter of a node stands; the end of a block collection lies behind what follows it."""
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False) or not node.value:
        return _span(text, node)[1]
    last = node.value[-1]
    return _last_index(text, last[1] if isinstance(last, tuple) else last)


def _end_of_line(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found


def _indent_of_line(text: str, index: int) -> int:
    line = text[text.rfind("\n", 0, index) + 1 :]
    return len(line) - len(line.lstrip(" "))


def _checked(text: str, path: Path, value: str | int | bool | date) -> str:
    node = node_at(text, path)
    if not isinstance(node, yaml.ScalarNode) or read(text[slice(*_span(text, node))]) != read(scalar(value)):
        raise EditError("Không ghi được chữ này vào tệp.")
    return text
