"""One message is answered once, and an error while deciding costs one apology, never the process."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.look_up import LookUps
from flows.catalog import Catalog
from flows.conversation import Conversation, Known, Turn
from flows.hours import VIETNAM
from flows.messages import ChannelName, ChatRef, Inbound, Outbound
from flows.outcomes import Outcome
from storage.store import Store
from tests.fakes.database import ready

CHAT = ChatRef(ChannelName.COMMAND_LINE, "c1")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM)


def echo(conversation: Conversation, message: Inbound, _catalog: Catalog, _now: datetime, _known: Known) -> Turn:
    if message.text == "hỏng":
        raise ValueError(message.text)
    reply = Outbound(f"nghe: {message.choice_id or message.text}", replaces_previous=True)
    return Turn(conversation, (reply,), Outcome.NO_MATCH)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(ready(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def assistant(store: Store) -> Assistant:
    return Assistant(store, Catalog, lambda: NOW, echo, LookUps())


async def said(store: Store) -> list[str]:
    return [waiting.message.text for waiting in await store.run(lambda uow: uow.outbox.waiting(CHAT))]


async def test_the_same_message_is_answered_once(assistant: Assistant, store: Store) -> None:
    inbound = Inbound(CHAT, "m1", "chào")
    assert await assistant.handle(inbound) is not None
    assert await assistant.handle(inbound) is None
    assert await said(store) == ["nghe: chào"]


async def test_only_what_follows_a_tap_may_change_the_message_above(assistant: Assistant, store: Store) -> None:
    await assistant.handle(Inbound(CHAT, "m1", choice_id="s:buoc-2"))
    await assistant.handle(Inbound(CHAT, "m2", "chào"))
    waiting = await store.run(lambda uow: uow.outbox.waiting(CHAT))
    replaces = {one.message.text: one.message.replaces_previous for one in waiting}
    assert replaces == {"nghe: s:buoc-2": True, "nghe: chào": False}


async def test_an_error_costs_one_apology_and_the_next_message_is_answered(
    assistant: Assistant, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await assistant.handle(Inbound(CHAT, "m1", "hỏng"))
    await assistant.handle(Inbound(CHAT, "m2", "chào"))
    apology, answer = await said(store)
    assert apology.startswith("Xin lỗi")
    assert answer == "nghe: chào"
    assert "ValueError" in caplog.text
    assert "hỏng" not in caplog.text
