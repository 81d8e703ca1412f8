"""What the clock does beside the desk: reminders go out once, and what was kept long enough is forgotten."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clocks import FORGET_EVERY, PROOF_DAYS, Announce, Clocks
from bot.files import Files
from flows.cases import CaseStatus
from flows.catalog import Catalog
from flows.conversation import Conversation, Reminder, Retention
from flows.dialogue.reminding import announce
from flows.messages import ChatRef, Outbound
from storage.store import Store
from tests.fakes.content import simple_content
from tests.fakes.database import ready
from tests.fakes.office import Office, at, opened

MORNING = at("2026-11-24 09:00")
CHAT = ChatRef("web", "bac-tam")
DAY = timedelta(days=1)
RETENTION = Retention(conversation_days=30, case_days=180)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(ready(tmp_path), simple_content(), MORNING) as made:
        yield made


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


@pytest.fixture
def clocks(office: Office, files: Files) -> Clocks:
    return clocks_of(office, files)


def clocks_of(office: Office, files: Files, wording: Announce = announce) -> Clocks:
    return Clocks(
        office.store,
        lambda: office.now,
        lambda: office.catalog,
        wording,
        lambda waiting, earlier: None,
        files,
        RETENTION,
        office.clock.run_due,
    )


def no_words(reminder: Reminder, conversation: Conversation, catalog: Catalog, now: datetime) -> Outbound:
    raise ValueError(reminder.text)


def remind(store: Store, at_moment: datetime) -> None:
    store.run_here(lambda uow: uow.reminders.add(CHAT, Reminder("r1", at_moment, "nộp hồ sơ")))


async def test_a_reminder_goes_out_once_when_its_moment_has_come(office: Office, clocks: Clocks) -> None:
    remind(office.store, MORNING + DAY)
    for hours in (23, 24, 25):
        await clocks.run_due(MORNING + timedelta(hours=hours))
        assert len(office.heard("bac-tam")) == (hours >= 24)
    assert "nộp hồ sơ" in office.heard("bac-tam")[0]


async def test_a_reminder_nobody_can_word_goes_out_in_the_citizens_words(
    office: Office, files: Files, caplog: pytest.LogCaptureFixture
) -> None:
    remind(office.store, MORNING)
    await clocks_of(office, files, no_words).run_due(MORNING)
    assert office.heard("bac-tam") == ["nộp hồ sơ"]
    assert "could not be worded" in caplog.text


async def test_what_was_said_is_forgotten_when_its_days_are_over_and_stays_counted(
    office: Office, clocks: Clocks
) -> None:
    await office.says("bac-tam", "đăng ký tạm trú")
    sent = [(one.id, "p") for one in office.store.read_here(lambda uow: uow.outbox.waiting(CHAT))]
    office.store.run_here(lambda uow: uow.outbox.mark_sent(sent, MORNING))
    await clocks.run_due(MORNING + 30 * DAY)
    assert office.store.read_here(lambda uow: uow.turns.of(CHAT))
    assert office.heard("bac-tam")
    await clocks.run_due(MORNING + 30 * DAY + FORGET_EVERY)
    assert office.store.read_here(lambda uow: uow.turns.of(CHAT)) == []
    assert office.store.read_here(lambda uow: uow.conversations.last_at(CHAT)) is None
    assert office.heard("bac-tam") == []
    assert MORNING.date() in office.store.read_here(lambda uow: uow.statistics.kept_days(MORNING.date()))


async def test_what_still_waits_is_not_forgotten(office: Office, clocks: Clocks) -> None:
    await office.says("bac-tam", "đăng ký tạm trú")
    said = office.heard("bac-tam")
    await clocks.run_due(MORNING + 300 * DAY)
    assert [one.message.text for one in office.store.read_here(lambda uow: uow.outbox.waiting(CHAT))] == said


async def test_that_a_message_was_answered_is_remembered_as_long_as_platforms_repeat(
    office: Office, clocks: Clocks
) -> None:
    def is_new() -> bool:
        return office.store.run_here(lambda uow: uow.inbound.is_new(CHAT, "m", MORNING))

    assert is_new()
    await clocks.run_due(MORNING + PROOF_DAYS * DAY)
    assert not is_new()
    await clocks.run_due(MORNING + (PROOF_DAYS + 1) * DAY)
    assert is_new()


async def test_a_closed_case_and_its_files_go_after_their_days(office: Office, clocks: Clocks, files: Files) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.close(case.code, "lan")
    name = await files.save(b"OggS", ".ogg")
    kept = files.path_of(name)
    assert kept is not None
    os.utime(kept, (MORNING.timestamp(), MORNING.timestamp()))
    await clocks.run_due(MORNING + 180 * DAY)
    assert office.case(case.code).status is CaseStatus.CLOSED
    assert kept.exists()
    await clocks.run_due(MORNING + 181 * DAY)
    assert office.store.read_here(lambda uow: uow.cases.by_code(case.code)) is None
    assert not kept.exists()
