"""What would be wrong if a content file held another text; nothing under content/ is touched."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from flows.catalog import Catalog
from flows.guides import ContentProblem
from storage.content.catalog import load_errors, load_notices
from storage.content.check import check_guide, dead_ends, load_checks, surroundings
from storage.content.guides import load_guides, load_shared_facts
from storage.content.lexicon import load_lexicon
from storage.content.organisation import load_organisation
from storage.content.parsing import SourceFile
from storage.content.replies import load_replies
from storage.content.scams import load_scams
from storage.content.writing import WritingError, is_editable

Load = Callable[[Path], tuple[object, list[ContentProblem]]]
LOADERS: dict[str, Load] = {
    "notices.yaml": load_notices,
    "organisation.yaml": load_organisation,
    "shared-facts.yaml": load_shared_facts,
    "replies.yaml": load_replies,
    "scams.yaml": load_scams,
}


def problems_with(root: Path, name: str, text: str, catalog: Catalog, as_of: date) -> list[ContentProblem]:
    """What would be wrong with the file `name` if it held `text`, errors first."""
    with alone(root, name, text) as folder:
        found = list(_found(folder, root, SourceFile(name, text), catalog, as_of))
    own = {(problem.line, problem.field, problem.message): problem for problem in found if problem.file == name}
    return sorted(own.values(), key=lambda problem: (not problem.fatal, problem.line))


def _found(folder: Path, root: Path, source: SourceFile, catalog: Catalog, as_of: date) -> Iterator[ContentProblem]:
    if source.name.startswith("guides/"):
        yield from _guide(folder, root, source, catalog, as_of)
    elif source.name.startswith("errors/"):
        yield from load_errors(folder)[1]
        yield from dead_ends(folder, catalog)
    elif source.name.startswith("outside/"):
        yield from load_lexicon(folder)[1]
    else:
        yield from LOADERS[source.name](folder)[1]


def _guide(folder: Path, root: Path, source: SourceFile, catalog: Catalog, as_of: date) -> Iterator[ContentProblem]:
    guides, problems = load_guides(folder)
    yield from problems
    checks, _ = load_checks(root)
    field, stem = Path(source.name).parent.name, Path(source.name).stem
    for guide in guides.values():
        twin = catalog.guides.get(guide.id)
        if twin is not None and (twin.field != field or guide.id != stem):
            yield ContentProblem(source.name, 1, "id", f"đã có một hướng dẫn khác mang id {guide.id}", "đổi id")
    if checks is not None:
        tried = replace(catalog, guides={**catalog.guides, **guides})
        yield from check_guide(source, tried, surroundings(checks, tried, as_of))


@contextmanager
def alone(root: Path, name: str, text: str) -> Iterator[Path]:
    """A folder with the file `name` holding `text`, and the facts it may refer to."""
    with tempfile.TemporaryDirectory(prefix="camtay-trial-") as made:
        folder = Path(made)
        if (root / "shared-facts.yaml").is_file():
            shutil.copy(root / "shared-facts.yaml", folder)
        put(folder, name, text)
        yield folder


@contextmanager
def overlaid(root: Path, name: str, text: str) -> Iterator[Path]:
    """A folder with everything under content/, the file `name` holding `text` instead."""
    with tempfile.TemporaryDirectory(prefix="camtay-trial-") as made:
        folder = Path(made) / "content"
        shutil.copytree(root, folder, ignore=shutil.ignore_patterns("schema", ".*"))
        put(folder, name, text)
        yield folder


def put(folder: Path, name: str, text: str) -> None:
    """Write the file `name` under `folder`; WritingError where editors have no such file: a name may lead anywhere."""
    if not is_editable(name):
        raise WritingError(f"Không được sửa tệp {name}.")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
