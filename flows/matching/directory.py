"""Who and where in the commune: people by name or role, hamlets, offices, hours."""

from collections.abc import Iterator

from flows.matching.phrase_table import PhraseTable
from flows.organisation import Organisation
from flows.text_surface import Surface


class Directory:
    """The entries of organisation.yaml, found by what people call them."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._table = PhraseTable(_entries(organisation))

    @property
    def names(self) -> list[str]:
        """Every word the directory is searched by, so that spelling knows them."""
        return [phrase for phrase, _ in _entries(self._organisation)]

    def find(self, surface: Surface) -> str:
        """The id of the entry the words name best, or "" when nobody is known by them."""
        found = sorted(self._table.find(surface.words, surface.folded), key=lambda span: span.start - span.end)
        return found[0].meaning if found else ""


def _entries(organisation: Organisation) -> Iterator[tuple[str, str]]:
    for person in organisation.people:
        yield from ((name, person.id) for name in (person.name, person.role, *person.role_words))
    for contact in organisation.contacts:
        yield from ((name, contact.id) for name in (contact.name, *contact.words))
