"""Guide files → guides and ContentProblems, with what guides share; a broken file keeps none of the others back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from flows.guides import (
    FACT_GROUPS,
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
from storage.content.parsing import SourceFile, parse, read_one, read_sources
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

_READ_AGAIN = 4  # changed files that are read again as soon as all are written to the shelf
ReadGuide = tuple[Guide | None, list[ContentProblem]]


def to_guide(entry: GuideEntry, field: str, shared: dict[str, FactEntry]) -> Guide:
    """The guide an entry describes; facts with `ref` are taken from `shared`."""
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
        procedure_name=entry.procedure.name if entry.procedure else "",
        old_terms=tuple(OldTerm(tuple(term.terms), term.note) for term in entry.old_terms),
        related=tuple(entry.related),
        depends_on=tuple(entry.depends_on),
        review_by=entry.review_by,
        owner=entry.owner,
        keywords=tuple(entry.keywords),
        **{group: to_facts(getattr(entry, group), shared) for group in FACT_GROUPS},
    )


def to_localized(entry: LocalizedEntry) -> Localized:
    """The text an entry holds."""
    return Localized(entry.vi, entry.en)


def to_facts(entries: list[FactEntry], shared: dict[str, FactEntry]) -> tuple[Fact, ...]:
    """The facts the entries hold or refer to; a reference that leads nowhere is left out."""
    return tuple(to_fact(fact, shared) for fact in entries if fact.ref is None or fact.ref in shared)


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
    for name in FACT_GROUPS:
        for index, fact in enumerate(getattr(entry, name)):
            if fact.ref is not None:
                if fact.ref not in shared:
                    yield source.problem((name, index, "ref"), f"không có dữ kiện chung nào tên {fact.ref}")
            elif not (fact.value or fact.amount is not None) or not fact.source or fact.checked_on is None:
                yield source.problem((name, index), "dữ kiện phải có value (hoặc amount), source và checked_on")


def load_shared_facts(root: Path) -> tuple[dict[str, FactEntry], list[ContentProblem]]:
    """The facts of shared-facts.yaml by id."""
    file, problems = read_one(root, "shared-facts.yaml", SharedFactsFile)
    return {fact.id: fact for fact in file.facts} if file else {}, problems


def load_sections(root: Path) -> tuple[dict[str, Section], list[ContentProblem]]:
    """The fields of sections.yaml by id."""
    file, problems = read_one(root, "sections.yaml", SectionsFile)
    entries = file.sections if file else []
    return {entry.id: Section(entry.id, to_localized(entry.title)) for entry in entries}, problems
