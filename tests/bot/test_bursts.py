"""What is typed in quick succession is answered as one message, also by the process after the one that heard it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bot.bursts import LONGEST_WAIT, MOST_FRAGMENTS, Bursts, merged
from flows.hours import VIETNAM
from flows.messages import Attachment, AttachmentKind, ChannelName, ChatRef, Inbound, InboundKind
from storage.store import Store
from tests.channels.waiting import stopped_clock, until
from tests.fakes.database import ready

CHAT = ChatRef(ChannelName.COMMAND_LINE, "c1")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM)
WAIT = 2.0


class Answers:
    """Takes what is to be answered, as the assistant does."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.taken: list[tuple[str, list[str]]] = []

    async def handle(self, inbound: Inbound, *, kept: Sequence[str] = ()) -> None:
        if not kept or await self.store.run(lambda uow: uow.inbound.take(inbound.chat, kept)):
            self.taken.append((inbound.text, list(kept)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(ready(tmp_path))
    yield opened
    opened.close()


def bursts(answers: Answers) -> Bursts:
    return Bursts(answers.store, answers.handle, lambda: NOW, lambda text: text.replace("bí mật", "***"), WAIT)


def message(number: int, text: str, choice: str | None = None) -> Inbound:
    return Inbound(CHAT, f"m{number}", text, choice)


async def test_three_fragments_are_one_message_answered_when_silence_has_lasted(store: Store) -> None:
    answers = Answers(store)
    receiving = bursts(answers)
    with stopped_clock() as clock:
        for number, text in enumerate(["cho tôi hỏi", "làm khai sinh", "cho cháu"]):
            await clock.passes(WAIT * 0.9)
            await receiving.receive(message(number, text))
        assert answers.taken == []
        await clock.passes(WAIT)
        await until(lambda: answers.taken)
    await receiving.stop()
    assert answers.taken == [("cho tôi hỏi làm khai sinh cho cháu", ["m0", "m1", "m2"])]


async def test_whoever_never_stops_typing_is_answered_all_the_same(store: Store) -> None:
    answers = Answers(store)
    receiving = bursts(answers)
    with stopped_clock() as clock:
        for number in range(6):
            await receiving.receive(message(number, f"chữ {number}"))
            await clock.passes(LONGEST_WAIT / 6)
        await until(lambda: answers.taken)
    await receiving.stop()
    assert [len(kept) for _, kept in answers.taken] == [6]


async def test_a_flood_of_fragments_is_answered_at_once(store: Store) -> None:
    answers = Answers(store)
    receiving = bursts(answers)
    with stopped_clock() as clock:
        for number in range(MOST_FRAGMENTS):
            assert answers.taken == []
            await receiving.receive(message(number, f"chữ {number}"))
        await clock.passes(0)
        await until(lambda: answers.taken)
    await receiving.stop()
    assert [len(kept) for _, kept in answers.taken] == [MOST_FRAGMENTS]


async def test_a_repeated_fragment_counts_once(store: Store) -> None:
    answers = Answers(store)
    receiving = bursts(answers)
    for _ in range(2):
        await receiving.receive(message(1, "làm khai sinh"))
    await receiving.stop()
    assert answers.taken == [("làm khai sinh", ["m1"])]


@pytest.mark.parametrize(("text", "choice"), [("", "next"), ("2", None), ("/huy", None)])
async def test_what_nothing_can_follow_is_answered_at_once_after_what_was_typed_before(
    store: Store, text: str, choice: str | None
) -> None:
    answers = Answers(store)
    receiving = bursts(answers)
    with stopped_clock():
        await receiving.receive(message(1, "làm khai sinh"))
        await receiving.receive(message(2, text, choice))
        assert answers.taken == [("làm khai sinh", ["m1"]), (text, [])]


async def test_a_fragment_changed_or_taken_back_in_time_counts_as_it_stands(store: Store) -> None:
    answers = Answers(store)
    receiving = bursts(answers)
    for number, text in enumerate(["làm khai sính", "cho con", "à thôi"]):
        await receiving.receive(message(number, text))
    edited, deleted = InboundKind.EDITED, InboundKind.DELETED
    await receiving.receive(Inbound(CHAT, "e1", "làm khai sinh", kind=edited, edits_message_id="m0"))
    await receiving.receive(Inbound(CHAT, "d1", kind=deleted, edits_message_id="m2"))
    assert answers.taken == []
    await receiving.stop()
    assert [text for text, _ in answers.taken] == ["làm khai sinh cho con"]


async def test_the_next_start_answers_what_was_stored_and_knows_it_masked(store: Store) -> None:
    died = bursts(Answers(store))
    await died.receive(message(1, "tên tôi bí mật"))
    await died.receive(message(2, "làm khai sinh"))
    answers = Answers(store)
    after = bursts(answers)
    await after.start()
    await after.stop()
    assert answers.taken == [("tên tôi *** làm khai sinh", ["m1", "m2"])]


def test_photos_and_words_keep_their_order() -> None:
    photos = tuple(Attachment(AttachmentKind.PHOTO, ref) for ref in ("p1", "p2"))
    first, second = (Inbound(CHAT, photo.ref, f"chữ {photo.ref}", None, (photo,)) for photo in photos)
    whole = merged([first, message(1, "ở giữa"), second])
    assert whole.text == "chữ p1 ở giữa chữ p2"
    assert whole.attachments == photos
