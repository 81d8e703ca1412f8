"""Every message of the error clinic is known again inside the words people put around it."""

import pytest

from flows.catalog import Catalog
from flows.outcomes import Outcome

FRAMES = ["nó báo {} là sao", "màn hình hiện {} phải làm gì", "cứ hiện chữ {} hoài", "{} nghĩa là gì ạ"]
MOST_MISSED = 0.03


@pytest.mark.parametrize("frame", FRAMES)
def test_a_framed_message_leads_to_its_entry(catalog: Catalog, frame: str) -> None:
    """The guide of the entry always leads; the entry itself may be a sister with the same words now and then."""
    asked = [(error, message.lower()) for error in catalog.errors.values() for message in error.messages]
    readings = [(error, catalog.reader.read(frame.format(message))) for error, message in asked]
    missed = [error.id for error, reading in readings if reading.known_error != error.id]
    assert len(missed) <= MOST_MISSED * len(asked), missed
    known = [reading for error, reading in readings if reading.known_error == error.id and error.guide]
    assert {reading.outcome for reading in known} == {Outcome.ANSWERED}
