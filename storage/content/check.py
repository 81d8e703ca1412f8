"""Everything `camtay check` says about the content files."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from flows.catalog import Catalog
from flows.guides import ContentProblem, Guide
from flows.outcomes import Outcome
from flows.text.surface import surface_of
from storage.content.catalog import load_catalog
from storage.content.parsing import SourceFile, parse, read_one, read_sources
from storage.content.rules import RULES, Surroundings, texts
from storage.content.schema import Entry, GuideEntry, KnownErrorsFile, NoticesFile, SharedFactsFile
from storage.content.wording import ChecksFile, Finding, wording

# Files beside the guides with the fields a citizen reads; the messages of an error stand as the screen shows them.
SPOKEN: tuple[tuple[str, type[Entry], frozenset[str]], ...] = (
    ("errors/*.yaml", KnownErrorsFile, frozenset({"cause", "action", "call"})),
    ("shared-facts.yaml", SharedFactsFile, frozenset({"value", "note"})),
    ("notices.yaml", NoticesFile, frozenset({"vi"})),
)


def check_content(root: Path, as_of: date) -> tuple[Catalog, list[ContentProblem]]:
    """The catalog, and every problem its files have on the day `as_of`, in the order of the files."""
    catalog, problems = load_catalog(root)
    problems += check_catalog(root, catalog, as_of)
    problems += lost_questions(root, catalog)
    problems += repeated_questions(root, catalog)
    return catalog, sorted(problems, key=lambda problem: (not problem.fatal, problem.file, problem.line))


def check_catalog(root: Path, catalog: Catalog, as_of: date) -> list[ContentProblem]:
    """What the rules find in the files `catalog` was read from, without asking every question."""
    checks, problems = load_checks(root)
    if checks is not None:
        around = surroundings(checks, catalog, as_of)
        for source in read_sources(root, "guides/*/*.yaml"):
            problems += check_guide(source, catalog, around)
        for pattern, model, fields in SPOKEN:
            for source in read_sources(root, pattern):
                problems += check_sentences(source, model, fields, checks)
    return [*problems, *dead_ends(root, catalog)]


def surroundings(checks: ChecksFile, catalog: Catalog, as_of: date) -> Surroundings:
    """What every guide of `catalog` is compared with on the day `as_of`."""
    hotlines = {contact.phone: contact.confirmed for contact in catalog.organisation.contacts}
    return Surroundings(checks, frozenset(catalog.guides), frozenset(catalog.sections), hotlines, as_of)


def load_checks(root: Path) -> tuple[ChecksFile | None, list[ContentProblem]]:
    """The rules of checks.yaml."""
    if not (root / "checks.yaml").is_file():
        return None, [ContentProblem("checks.yaml", 1, "(tệp)", "thiếu tệp luật kiểm tra", "khôi phục tệp này")]
    return read_one(root, "checks.yaml", ChecksFile)


def check_guide(source: SourceFile, catalog: Catalog, around: Surroundings) -> Iterator[ContentProblem]:
    """What the rules find in one guide file; nothing when its shape is already broken."""
    entry, _ = parse(source, GuideEntry)
    guide = catalog.guides.get(entry.id) if entry else None
    if entry is None or guide is None:
        return
    for rule in RULES:
        for finding in rule(entry, guide, around):
            yield located(source, finding)


def check_sentences(
    source: SourceFile, model: type[Entry], fields: frozenset[str], checks: ChecksFile
) -> Iterator[ContentProblem]:
    """What the rules on sentences find in one file; a citizen reads what stands in `fields`."""
    entry, _ = parse(source, model)
    written = list(texts(entry))
    spoken = [(path, text) for path, text in written if path[-1] in fields]
    for finding in wording(spoken, written, checks):
        yield located(source, finding)


def located(source: SourceFile, finding: Finding) -> ContentProblem:
    """The finding with its file and line."""
    return source.problem(finding.path, finding.message, finding.fix, fatal=finding.fatal)


def dead_ends(root: Path, catalog: Catalog) -> Iterator[ContentProblem]:
    """Entries of the error clinic that lead to a guide there is not."""
    for source in read_sources(root, "errors/*.yaml"):
        for number, line in enumerate(source.text.splitlines(), start=1):
            name, _, value = line.strip().partition(":")
            if name == "guide" and value.strip() not in catalog.guides:
                yield ContentProblem(source.name, number, "guide", f"không có hướng dẫn {value.strip()}", "sửa id")


def lost_questions(root: Path, catalog: Catalog) -> Iterator[ContentProblem]:
    """Questions of a guide that lead somewhere else when they are asked."""
    for source in read_sources(root, "guides/*/*.yaml"):
        guide = catalog.guides.get(Path(source.name).stem)
        if guide is None:
            continue
        for index, question in enumerate(guide.questions):
            winner = winner_of(question, guide, catalog)
            if winner is not None:
                message, fix = f"câu “{question}” lại dẫn tới {winner}", "viết rõ hơn hoặc chuyển sang hướng dẫn kia"
                yield source.problem(("questions", index), message, fix, fatal=False)


def repeated_questions(root: Path, catalog: Catalog) -> Iterator[ContentProblem]:
    """Questions that stand a second time, with or without marks: they teach nothing new, or belong to one guide."""
    first: dict[tuple[str, ...], str] = {}
    for source in read_sources(root, "guides/*/*.yaml"):
        guide = catalog.guides.get(Path(source.name).stem)
        if guide is None:
            continue
        for index, question in enumerate(guide.questions):
            owner = first.setdefault(surface_of(question).folded, f"{guide.id}, câu {index + 1}")
            if owner != f"{guide.id}, câu {index + 1}":
                message = f"câu “{question}” đã có ở {owner}"
                yield source.problem(("questions", index), message, "thay bằng cách nói khác", fatal=False)


def winner_of(question: str, guide: Guide, catalog: Catalog) -> str | None:
    """The other guide that `question` is answered with, or None."""
    reading = catalog.reader.read(question)
    if reading.outcome is not Outcome.ANSWERED or reading.guide_id == guide.id:
        return None
    return reading.guide_id
