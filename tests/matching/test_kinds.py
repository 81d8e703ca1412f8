"""Kinds of messages and what is said to them: the sentences of tests/matching/kinds, a file for each kind."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.catalog import Catalog
from flows.matching.reading import Reading

KINDS = Path(__file__).parent / "kinds"


def _all_kinds() -> list[tuple[str, dict[str, Any]]]:
    files = [(path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(KINDS.glob("*.yaml"))]
    return [(name, kind) for name, file in files for kind in file["kinds"]]


def _heard(reading: Reading) -> dict[str, Any]:
    guides = {reading.guide_id, *reading.offered}
    return {
        "outcome": {reading.outcome.value},
        "entry": {reading.topic},
        "guide": guides,
        "error": {reading.known_error},
        "follow_up": {reading.follow_up},
    }


@pytest.mark.parametrize(("name", "kind"), _all_kinds())
def test_a_kind_of_message_is_read_as_one(catalog: Catalog, name: str, kind: dict[str, Any]) -> None:
    """Every sentence of a kind has the outcome, entry, guide or error that the file names, and not what it forbids."""
    wanted = {key: kind[key] for key in ("outcome", "entry", "guide", "error", "follow_up") if key in kind}
    assert wanted or "not" in kind, f"{name}: a kind without an expectation"
    for text in kind["sentences"]:
        reading = catalog.reader.read(text, kind.get("open"))
        heard = _heard(reading)
        assert {key: value for key, value in wanted.items() if value not in heard[key]} == {}, text
        assert reading.outcome.value != kind.get("not"), text
