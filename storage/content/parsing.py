"""One content file: the value its YAML holds, or what is wrong with it by line and field, in Vietnamese."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from flows.guides import ContentProblem
from storage.content.yaml_reading import UNREADABLE, Loader, load

Model = TypeVar("Model", bound=BaseModel)
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file under content/ with the text that was read from it."""

    name: str  # relative to content/, with forward slashes
    text: str

    def problem(self, path: Sequence[str | int], message: str, fix: str = "", *, fatal: bool = True) -> ContentProblem:
        """What is wrong with the value at `path`, with the line it stands in."""
        field = ".".join(map(str, path)) or "(tệp)"
        return ContentProblem(self.name, line_of(self.text, path), field, message, fix, fatal)


def read_sources(root: Path, pattern: str) -> Iterator[SourceFile]:
    """The files under `root` that fit `pattern`, in the order of their names.

    Bytes that are no UTF-8 stay in the text as lone surrogates, which parsing names by their line.
    """
    for path in sorted(root.glob(pattern)):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="surrogateescape")
            yield SourceFile(path.relative_to(root).as_posix(), text)


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line (from 1) where the value at `path` stands, or where its nearest parent does."""
    node = yaml.compose(text, Loader=Loader)
    line = 1
    for part in path:
        child = _child(node, part)
        if child is None:
            break
        node, line = child
    return line


def _child(node: Any, part: str | int) -> tuple[Any, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item, item.start_mark.line + 1
    return None


def problems_of(source: SourceFile, error: ValidationError) -> list[ContentProblem]:
    """What the schema found, one problem for each place."""
    return [source.problem(detail["loc"], _in_vietnamese(detail["type"], detail["msg"])) for detail in error.errors()]


def _in_vietnamese(kind: str, message: str) -> str:
    known = {
        "missing": "thiếu mục bắt buộc này",
        "extra_forbidden": "không có mục nào tên như vậy (có thể gõ nhầm tên)",
        "string_type": "phải là một câu chữ, đặt trong dấu ngoặc kép",
        "string_too_short": "không được để trống",
        "string_pattern_mismatch": "chỉ dùng chữ thường không dấu, số và gạch nối",
        "date_from_datetime_parsing": "ngày phải viết kiểu 2026-11-24",
        "date_type": "ngày phải viết kiểu 2026-11-24",
        "list_type": "phải là danh sách, mỗi dòng bắt đầu bằng dấu gạch",
        "literal_error": "giá trị không nằm trong các giá trị cho phép",
        "too_short": "cần ít nhất một dòng",
    }
    return known.get(kind, f"không đúng mẫu ({message})")


def parse(source: SourceFile, model: type[Model]) -> tuple[Model | None, list[ContentProblem]]:
    """The file as `model`, or None with the problems that stand in the way."""
    try:
        data = load(source.text)
    except UnicodeEncodeError as error:
        line = source.text[: error.start].count("\n") + 1
        message, fix = "tệp không viết bằng bảng mã UTF-8", "lưu lại tệp với bảng mã UTF-8"
        return None, [ContentProblem(source.name, line, "(tệp)", message, fix)]
    except UNREADABLE as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        message = f"tệp không đọc được: {getattr(error, 'problem', error)}"
        return None, [ContentProblem(source.name, line, "(tệp)", message, "kiểm tra thụt dòng và dấu ngoặc kép")]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, problems_of(source, error)


def read_one(root: Path, name: str, model: type[Model]) -> tuple[Model | None, list[ContentProblem]]:
    """The file `name` under `root` as `model`, or None where it is missing or broken; and what is wrong with it."""
    source = next(read_sources(root, name), None)
    return parse(source, model) if source else (None, [])


def good_part(loaded: tuple[Part, list[ContentProblem]], problems: list[ContentProblem]) -> Part:
    """What could be loaded; what is wrong with the rest is added to `problems`."""
    part, found = loaded
    problems += found
    return part
