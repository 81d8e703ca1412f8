"""Content files → Catalog and ContentProblems; the good part loads even when some of it is broken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from flows.guides import (
    Confidence,
    ContentProblem,
    Fact,
    Guide,
    Localized,
    OldTerm,
    Paper,
    Section,
    Step,
    StepChoice,
    Trouble,
)
from storage.content.schema import (
    FactEntry,
    GuideEntry,
    LocalizedEntry,
    SectionsFile,
    SharedFactsFile,
    StepEntry,
    TroubleEntry,
)
from storage.content.shelf import Shelf, digest_of
from storage.content.template import TO_FILL

Model = TypeVar("Model", bound=BaseModel)
_READ_AGAIN = 4  # changed files that are read again as soon as all are written to the shelf
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file under content/ with the text that was read from it."""

    name: str  # relative to content/, with forward slashes
    text: str


ReadGuide = tuple[Guide | None, list[ContentProblem]]


def read_sources(root: Path, pattern: str) -> Iterator[SourceFile]:
    """The files under `root` that fit `pattern`, in the order of their names."""
    for path in sorted(root.glob(pattern)):
        yield SourceFile(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


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
    return [
        ContentProblem(
            file=source.name,
            line=line_of(source.text, detail["loc"]),
            field=".".join(str(part) for part in detail["loc"]) or "(tệp)",
            message=_in_vietnamese(detail["type"], detail["msg"]),
        )
        for detail in error.errors()
    ]


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
        data = yaml.load(source.text, Loader=Loader)  # noqa: S506 (CSafeLoader)
    except yaml.YAMLError as error:
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


def to_guide(entry: GuideEntry, field: str, shared: dict[str, FactEntry]) -> Guide:
    """The guide an entry describes; facts with `ref` are taken from `shared`."""

    def facts(entries: list[FactEntry]) -> tuple[Fact, ...]:
        return tuple(to_fact(fact, shared) for fact in entries if fact.ref is None or fact.ref in shared)

    return Guide(
        id=entry.id,
        field=field,
        title=to_localized(entry.title),
        summary=to_localized(entry.summary),
        who=entry.who,
        questions=tuple(entry.questions),
        steps=tuple(to_step(step) for step in entry.steps),
        papers=tuple(Paper(paper.text, paper.note, paper.in_data) for paper in entry.papers),
        troubles=to_troubles(entry.troubles),
        fee=facts(entry.fee),
        time=facts(entry.time),
        place=facts(entry.place),
        online=facts(entry.online),
        result=facts(entry.result),
        legal=facts(entry.legal),
        procedure_name=entry.procedure.name if entry.procedure else "",
        procedure_codes=tuple(entry.procedure.codes) if entry.procedure else (),
        old_terms=tuple(OldTerm(tuple(term.terms), term.note) for term in entry.old_terms),
        related=tuple(entry.related),
        depends_on=tuple(entry.depends_on),
        review_by=entry.review_by,
        owner=entry.owner,
        keywords=tuple(entry.keywords),
    )


def to_localized(entry: LocalizedEntry) -> Localized:
    """The text an entry holds."""
    return Localized(entry.vi, entry.en)


def to_fact(entry: FactEntry, shared: dict[str, FactEntry]) -> Fact:
    """The fact an entry holds or refers to; the note beside a reference replaces the shared one."""
    origin = shared[entry.ref] if entry.ref else entry
    return Fact(
        value=origin.value,
        source=origin.source,
        checked_on=origin.checked_on or date.min,
        note=entry.note or origin.note,
        amount=origin.amount,
        confidence=Confidence(origin.confidence),
        valid_from=origin.valid_from,
        valid_to=origin.valid_to,
    )


def to_step(entry: StepEntry) -> Step:
    """The step an entry describes."""
    return Step(
        id=entry.id,
        text=entry.text,
        screen=entry.screen,
        otherwise=entry.otherwise,
        link=entry.link,
        picture=entry.picture,
        choices=tuple(StepChoice(choice.id, choice.label, choice.to, choice.guide) for choice in entry.choices),
        troubles=to_troubles(entry.troubles),
        next=entry.next,
    )


def to_troubles(entries: list[TroubleEntry]) -> tuple[Trouble, ...]:
    """The troubles the entries describe."""
    return tuple(Trouble(entry.id, entry.symptom, entry.fix, entry.to) for entry in entries)


def load_guides(root: Path, shelf: Shelf | None = None) -> tuple[dict[str, Guide], list[ContentProblem]]:
    """Every guide under `root`/guides that can be read, by id, and what is wrong with the others.

    A file that has not changed since it was put on the shelf is not read again.
    """
    guides: dict[str, Guide] = {}
    shared, problems = load_shared_facts(root)
    known: dict[SourceFile, ReadGuide] = (shelf.find("guides", digest_of(shared)) if shelf else None) or {}
    read: dict[SourceFile, ReadGuide] = {}
    for source in read_sources(root, "guides/*/*.yaml"):
        read[source] = guide, found = known.get(source) or read_guide(source, shared)
        problems += found
        if guide is not None and guide.id in guides:
            problems.append(
                ContentProblem(source.name, 1, "id", f"đã có một hướng dẫn khác mang id {guide.id}", "đổi id")
            )
        if guide is not None:
            guides[guide.id] = guide
    if shelf is not None and len(read.keys() - known.keys()) > _READ_AGAIN:
        shelf.put("guides", digest_of(shared), read)
    return guides, problems


def read_guide(source: SourceFile, shared: dict[str, FactEntry]) -> ReadGuide:
    """The guide of one file, or None, and what is wrong with it."""
    entry, problems = parse(source, GuideEntry)
    if entry is None:
        return None, problems
    if TO_FILL in source.text:
        line = source.text[: source.text.index(TO_FILL)].count("\n") + 1
        message = "còn chỗ chưa điền, nên người dân chưa thấy hướng dẫn này"
        return None, [ContentProblem(source.name, line, "(tệp)", message, f"thay mọi chỗ {TO_FILL} …)", fatal=False)]
    return to_guide(entry, Path(source.name).parent.name, shared), [*problems, *_misplaced(source, entry, shared)]


def _misplaced(source: SourceFile, entry: GuideEntry, shared: dict[str, FactEntry]) -> Iterator[ContentProblem]:
    if Path(source.name).stem != entry.id:
        yield ContentProblem(source.name, 1, "id", f"tên tệp phải là {entry.id}.yaml", "đổi tên tệp hoặc sửa id")
    for name in ("fee", "time", "place", "online", "result", "legal"):
        for index, fact in enumerate(getattr(entry, name)):
            path = (name, index)
            if fact.ref is not None:
                if fact.ref not in shared:
                    message = f"không có dữ kiện chung nào tên {fact.ref}"
                    yield ContentProblem(source.name, line_of(source.text, path), f"{name}.{index}.ref", message)
            elif not (fact.value or fact.amount is not None) or not fact.source or fact.checked_on is None:
                message = "dữ kiện phải có value (hoặc amount), source và checked_on"
                yield ContentProblem(source.name, line_of(source.text, path), f"{name}.{index}", message)


def load_shared_facts(root: Path) -> tuple[dict[str, FactEntry], list[ContentProblem]]:
    """The facts of shared-facts.yaml by id."""
    file, problems = read_one(root, "shared-facts.yaml", SharedFactsFile)
    return {fact.id: fact for fact in file.facts} if file else {}, problems


def load_sections(root: Path) -> tuple[dict[str, Section], list[ContentProblem]]:
    """The fields of sections.yaml by id."""
    file, problems = read_one(root, "sections.yaml", SectionsFile)
    entries = file.sections if file else []
    return {entry.id: Section(entry.id, to_localized(entry.title)) for entry in entries}, problems
