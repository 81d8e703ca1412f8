"""All content files → one Catalog with its ContentProblems."""

from collections.abc import Mapping
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from flows.catalog import Catalog
from flows.guides import Confidence, ContentProblem, KnownError, Notice
from flows.phrases import Phrases
from storage.content.files import content_version
from storage.content.guides import load_guides, load_sections, to_localized
from storage.content.lexicon import kept_lexicon
from storage.content.memory import without_collecting
from storage.content.organisation import load_organisation
from storage.content.parsing import good_part, parse, read_one, read_sources
from storage.content.places import load_places
from storage.content.reader import load_reader
from storage.content.replies import load_replies
from storage.content.scams import load_scams
from storage.content.schema import KnownErrorEntry, KnownErrorsFile, NoticeEntry, NoticesFile
from storage.content.shelf import Shelf


def load_catalog(root: Path, shelf: Shelf | None = None) -> tuple[Catalog, list[ContentProblem]]:
    """The catalog of the files under `root`, as much of it as can be read, and what is wrong with the rest.

    What takes long to read or to learn is kept on the shelf, where there is one.
    """
    with without_collecting():
        return _load(root, shelf)


def _load(root: Path, shelf: Shelf | None) -> tuple[Catalog, list[ContentProblem]]:
    version = content_version(root)  # before the files are read: what is saved meanwhile is then seen as a change
    problems: list[ContentProblem] = []
    guides = good_part(load_guides(root, shelf), problems)
    errors = good_part(load_errors(root), problems)
    organisation = good_part(load_organisation(root), problems)
    lexicon = good_part(kept_lexicon(root, shelf), problems)
    return Catalog(
        guides=guides,
        sections=good_part(load_sections(root), problems),
        errors=errors,
        notices=good_part(load_notices(root), problems),
        phrases=good_part(load_phrases(root), problems),
        places=load_places(root, shelf),
        scams=good_part(load_scams(root), problems),
        organisation=organisation,
        replies=good_part(load_replies(root), problems),
        topics=lexicon.answers(),
        reader=load_reader(guides, errors, organisation, lexicon, shelf),
        version=version,
    ), problems


def load_errors(root: Path) -> tuple[dict[str, KnownError], list[ContentProblem]]:
    """The error clinic by id."""
    errors: dict[str, KnownError] = {}
    problems: list[ContentProblem] = []
    for source in read_sources(root, "errors/*.yaml"):
        entry, found = parse(source, KnownErrorsFile)
        problems += found
        errors |= {error.id: to_known_error(error) for error in entry.errors} if entry else {}
    return errors, problems


def to_known_error(entry: KnownErrorEntry) -> KnownError:
    """The entry of the error clinic as a value."""
    return KnownError(
        id=entry.id,
        system=entry.system,
        messages=tuple(entry.messages),
        cause=entry.cause,
        action=entry.action,
        call=entry.call,
        guide=entry.guide,
        source=entry.source,
        checked_on=entry.checked_on,
        confidence=Confidence(entry.confidence),
    )


def load_notices(root: Path) -> tuple[tuple[Notice, ...], list[ContentProblem]]:
    """The notices of notices.yaml, past and future ones too."""
    file, problems = read_one(root, "notices.yaml", NoticesFile)
    return tuple(map(to_notice, file.notices)) if file else (), problems


def to_notice(entry: NoticeEntry) -> Notice:
    """The notice as a value."""
    return Notice(entry.id, tuple(entry.topics), to_localized(entry.text), entry.starts, entry.ends)


def load_phrases(root: Path) -> tuple[Phrases, list[ContentProblem]]:
    """The message catalogs of locales/<language>.po."""
    translations: dict[str, Mapping[str, str]] = {}
    problems: list[ContentProblem] = []
    for path in sorted((root / "locales").glob("*.po")):
        try:
            with path.open("rb") as file:
                catalog = read_po(file, locale=path.stem, abort_invalid=True)
        except (PoFileError, ValueError) as error:
            problems.append(ContentProblem(f"locales/{path.name}", 1, "(tệp)", f"tệp dịch không đọc được: {error}"))
            continue
        translations[path.stem] = {
            message.id: message.string
            for message in catalog
            if isinstance(message.id, str) and message.id and isinstance(message.string, str) and message.string
        }
    return Phrases(translations), problems
