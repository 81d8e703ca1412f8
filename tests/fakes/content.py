"""The content of this repository as a catalog, with a simple reader that needs no learning, or with the true one."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from flows.catalog import Catalog
from storage.content.catalog import load_errors, load_phrases
from storage.content.guides import load_guides, load_sections
from storage.content.lexicon import load_lexicon
from storage.content.places import load_places
from storage.content.ready import kept_catalog
from storage.content.scams import load_scams
from storage.content.shelf import Shelf
from tests.fakes.organisation import ORGANISATION
from tests.fakes.reader import FakeReader

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"


@cache
def simple_content() -> Catalog:
    """All guides, read by simple word rules."""
    guides, _ = load_guides(CONTENT)
    lexicon, _ = load_lexicon(CONTENT)
    return Catalog(
        guides=guides,
        sections=load_sections(CONTENT)[0],
        errors=load_errors(CONTENT)[0],
        organisation=ORGANISATION,
        phrases=load_phrases(CONTENT)[0],
        places=load_places(CONTENT),
        scams=load_scams(CONTENT)[0],
        topics={topic.id: topic for topic in lexicon.topics},
        reader=FakeReader(guides),
        version="simple",
    )


@cache
def own_content() -> Catalog:
    """All there is, read as the product reads it, and kept where `make run` of this checkout keeps it too."""
    return kept_catalog(CONTENT, Shelf(ROOT / ".cache"))[0]


@cache
def true_content() -> Catalog:
    """The same for the organisation the stories play in."""
    return replace(own_content(), organisation=ORGANISATION)
