"""A guide's file as a form: which fields it has, and the text after somebody filled it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.guides import FACT_GROUPS
from flows.phrases import phrase
from storage.content.yaml_editing import EditError, append, read, remove, remove_key, set_value

GROUPS = {
    "about": phrase("Tên và tóm tắt"),
    "questions": phrase("Câu người dân hay hỏi"),
    "papers": phrase("Giấy tờ"),
    "fee": phrase("Phí, lệ phí"),
    "time": phrase("Thời gian"),
    "place": phrase("Nơi nộp"),
    "online": phrase("Làm trên mạng"),
    "result": phrase("Kết quả"),
    "legal": phrase("Căn cứ"),
    "steps": phrase("Các bước"),
    "troubles": phrase("Trục trặc hay gặp"),
    "review": phrase("Rà soát"),
}
LABELS = {
    "vi": phrase("Tiếng Việt"),
    "en": phrase("Tiếng Anh"),
    "who": phrase("Ai làm được"),
    "value": phrase("Nội dung"),
    "amount": phrase("Số tiền (đồng)"),
    "note": phrase("Ghi thêm"),
    "source": phrase("Nguồn"),
    "checked_on": phrase("Kiểm tra ngày"),
    "confidence": phrase("Chắc chắn"),
    "valid_from": phrase("Có hiệu lực từ"),
    "valid_to": phrase("Hết hiệu lực sau ngày"),
    "text": phrase("Lời"),
    "in_data": phrase("Đã có trong dữ liệu dân cư"),
    "screen": phrase("Làm đúng thì thấy gì"),
    "otherwise": phrase("Không thấy thì làm gì"),
    "link": phrase("Đường dẫn"),
    "symptom": phrase("Trục trặc"),
    "fix": phrase("Cách sửa"),
    "review_by": phrase("Rà soát trước ngày"),
    "owner": phrase("Người phụ trách"),
    "title.vi": phrase("Tên"),
    "title.en": phrase("Tên tiếng Anh"),
    "summary.vi": phrase("Tóm tắt"),
    "summary.en": phrase("Tóm tắt tiếng Anh"),
}
FACT_KEYS = ("value", "amount", "note", "source", "checked_on", "confidence", "valid_from", "valid_to")
KINDS = {
    "checked_on": "date", "valid_from": "date", "valid_to": "date", "review_by": "date",
    "amount": "number", "in_data": "check", "confidence": "sure",
}  # fmt: skip
CONFIDENCE = {"confirmed": phrase("đã đọc nguồn có ngày"), "unconfirmed": phrase("chưa chắc, cần kiểm tra lại")}
NEW_ITEMS: dict[str, dict[str, Any]] = {
    "papers": {"text": "Giấy tờ mới"},
    "troubles": {"id": "truc-trac", "symptom": "Người dân bị vướng thế nào", "fix": "Việc cần làm tiếp theo"},
    "steps": {"id": "buoc", "text": "Mỗi bước một việc.", "otherwise": "Không được thì làm gì."},
}
MOST_FIELDS = 900


@dataclass(frozen=True, slots=True)
class Field:
    """One field: where it stands in the file, its kind (text, long, date, number, check, sure, lines), its value."""

    path: tuple[str | int, ...]
    kind: str
    value: str

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return ".".join(str(part) for part in self.path)

    @property
    def label(self) -> str:
        """What the field is called."""
        two = ".".join(str(part) for part in self.path[:2])
        return LABELS.get(two, LABELS.get(str(self.path[-1]), str(self.path[-1])))


@dataclass(frozen=True, slots=True)
class Item:
    """Fields that belong together; `path` is set where the item can be removed."""

    fields: tuple[Field, ...]
    path: str = ""
    shared: str = ""  # the id of a shared fact, which is changed in its own file


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the form."""

    id: str
    title: str
    items: tuple[Item, ...]
    grows: bool = False


def groups_of(text: str) -> list[Group]:
    """The form of a guide's file; EditError where the text is no YAML."""
    data = read(text)
    if not isinstance(data, dict):
        raise EditError("Tệp này không phải một hướng dẫn.")
    found = {name: tuple(_items(name, data)) for name in GROUPS}
    grows = {*FACT_GROUPS, "papers", "troubles", "steps"}
    return [Group(name, GROUPS[name], found[name], name in grows) for name in GROUPS]


def _items(group: str, data: Mapping[str, Any]) -> Iterator[Item]:
    if group == "about":
        paths = [("title", "vi"), ("title", "en"), ("summary", "vi"), ("summary", "en"), ("who",)]
        yield Item(tuple(_field(path, data) for path in paths))
    elif group == "questions":
        lines = "\n".join(str(line) for line in data.get("questions") or ())
        yield Item((Field(("questions",), "lines", lines),))
    elif group == "review":
        yield Item(tuple(_field(path, data) for path in (("review_by",), ("owner",))))
    else:
        for index, entry in enumerate(data.get(group) or ()):
            if isinstance(entry, dict):
                yield from _entry(group, index, entry, data)


def _entry(group: str, index: int, entry: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[Item]:
    place = f"{group}.{index}"
    if "ref" in entry:
        yield Item((_field((group, index, "note"), data),), place, str(entry["ref"]))
        return
    keys = {
        "papers": ("text", "note", "in_data"),
        "troubles": ("symptom", "fix"),
        "steps": ("text", "screen", "otherwise", "link"),
    }.get(group, FACT_KEYS)
    fields = [_field((group, index, key), data) for key in keys]
    if group == "steps":
        for number, _ in enumerate(entry.get("troubles") or ()):
            fields += [_field((group, index, "troubles", number, key), data) for key in ("symptom", "fix")]
    yield Item(tuple(fields), place)


def _field(path: tuple[str | int, ...], data: Any) -> Field:
    for part in path:
        data = _part(data, part)
    kind = KINDS.get(str(path[-1]), "")
    value = "1" if data is True else "" if data in (None, False) else str(data).strip()
    if kind == "sure" and not value:
        value = "confirmed"
    return Field(path, kind or ("long" if len(value) > 70 or path[-1] in {"fix", "text"} else "text"), value)


def _part(data: Any, part: str | int) -> Any:
    if isinstance(data, list):
        return data[int(part)]
    return data.get(part) if isinstance(data, dict) else None


class FieldsError(EditError):
    """Fields that cannot be taken as typed; `wrong` says why by the field's name, `text` is the text without them."""

    def __init__(self, wrong: dict[str, str], text: str) -> None:
        super().__init__(" ".join(wrong.values()))
        self.wrong, self.text = wrong, text


def filled_in(text: str, form: Mapping[str, str]) -> str:
    """The text after the form was filled in; FieldsError where some fields hold what cannot be taken."""
    wrong: dict[str, str] = {}
    fields = [field for group in groups_of(text) for item in group.items for field in item.fields]
    for field in fields[:MOST_FIELDS]:
        if field.kind == "check":
            sent = "1" if form.get(field.name) else ""
        elif field.name in form:
            sent = form[field.name].replace("\r\n", "\n").strip()
        else:
            continue
        try:
            text = text if sent == field.value else _with(text, field, sent)
        except EditError as error:
            wrong[field.name] = str(error)
    if wrong:
        raise FieldsError(wrong, text)
    return text


def _with(text: str, field: Field, sent: str) -> str:
    if field.kind == "lines":
        return _with_lines(text, field.path, [line.strip() for line in sent.splitlines() if line.strip()])
    if not sent and field.kind in {"date", "number"}:
        return remove_key(text, field.path)
    if field.kind == "check":
        return set_value(text, field.path, bool(sent))
    if field.kind == "number":
        if not sent.isdigit():
            raise EditError(f"Số tiền phải là số nguyên: {sent}")
        return set_value(text, field.path, int(sent))
    if field.kind == "date":
        return set_value(text, field.path, _day(sent))
    return set_value(text, field.path, " ".join(sent.split()))


def _with_lines(text: str, path: tuple[str | int, ...], lines: list[str]) -> str:
    old = [str(line) for line in read(text).get(path[0]) or ()]
    if not lines:
        raise EditError("Cần ít nhất một câu hỏi.")
    for line in dict.fromkeys(lines):
        if line not in old:
            text = append(text, path, line)
    for index in reversed(range(len(old))):
        if old[index] not in lines:
            text = remove(text, (*path, index))
    return text


def _day(sent: str) -> date:
    try:
        return date.fromisoformat(sent)
    except ValueError as error:
        raise EditError(f"Ngày phải viết kiểu 2026-11-24: {sent}") from error


def with_item(text: str, group: str, today: date) -> str:
    """The text with one more entry in a group."""
    if group in FACT_GROUPS:
        fact = {"value": "…", "source": "…", "checked_on": today, "confidence": "unconfirmed"}
        return append(text, (group,), fact)
    if group not in NEW_ITEMS:
        raise EditError("Không thêm được vào mục này.")
    item = dict(NEW_ITEMS[group])
    if "id" in item:
        used = {entry.get("id") for entry in read(text).get(group) or ()}
        item["id"] = next(name for number in range(1, 100) if (name := f"{item['id']}-{number}") not in used)
    return append(text, (group,), item)


def without_item(text: str, place: str) -> str:
    """The text without an entry, named as in "fee.1"."""
    group, _, number = place.partition(".")
    if group not in GROUPS or not number.isdigit():
        raise EditError("Không bỏ được mục này.")
    return remove(text, (group, int(number)))
