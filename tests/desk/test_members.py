"""Members come and go on the command line; who is gone holds no case."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.app import now
from bot.cli import app
from flows.cases import CaseStatus
from flows.members import Member, Role
from storage.database import sqlite_url
from storage.store import Store
from storage.unusable import UnusableError
from tests.fakes.office import Office

Run = Callable[..., Result]


@pytest.fixture
def camtay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CAMTAY_DATA_DIR", str(tmp_path))
    return lambda *words: CliRunner().invoke(app, ["member", *words])


@pytest.fixture
def member_named(tmp_path: Path) -> Callable[[str], Member]:
    """Looks a member up."""

    def look(member_id: str) -> Member:
        store = Store.open(sqlite_url(tmp_path))
        try:
            found = store.read_here(lambda uow: uow.members.get(member_id))
        finally:
            store.close()
        assert found is not None
        return found

    return look


def test_a_member_is_entered_invited_listed_and_dismissed(camtay: Run, member_named: Callable[[str], Member]) -> None:
    added = camtay("add", "lan", "Chị Lan", "--role", "lead", "--area", "thon-1", "--topic", "thue")
    assert "/console/sign-in/" in added.stdout
    assert "Chị Lan" in camtay("list").stdout
    member = member_named("lan")
    assert (member.role, member.areas, member.topics) == (Role.LEAD, ("thon-1",), ("thue",))
    assert "nghỉ" in camtay("revoke", "lan").stdout
    assert not member_named("lan").active
    assert "Chị Lan (đã nghỉ)" in camtay("list").stdout
    assert camtay("link", "lan").exit_code != 0


def test_the_word_for_chat_accounts_is_given_where_there_are_such_channels(
    camtay: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nv_" not in camtay("add", "lan", "Lan").stdout
    monkeypatch.setenv("CAMTAY_TELEGRAM_TOKEN", "1:x")
    assert re.search(r"^nv_[\w-]{20,60}$", camtay("link", "lan").stdout, re.MULTILINE)


def test_a_link_of_somebody_dismissed_lets_nobody_in(camtay: Run, tmp_path: Path) -> None:
    secret = camtay("add", "lan", "Lan").stdout.split("/console/sign-in/")[1].split()[0]
    camtay("revoke", "lan")
    camtay("add", "lan", "Lan")
    store = Store.open(sqlite_url(tmp_path))
    try:
        assert store.run_here(lambda uow: uow.members.take_link(secret, now())) is None
    finally:
        store.close()


def test_editing_a_member_keeps_what_is_not_named(camtay: Run, member_named: Callable[[str], Member]) -> None:
    camtay("add", "lan", "Lan", "--telegram", "101", "--role", "lead", "--area", "thon-1")
    camtay("add", "lan", "Chị Lan")
    assert member_named("lan") == Member("lan", "Chị Lan", Role.LEAD, ("thon-1",), telegram_id="101")


def test_a_telegram_account_is_one_member(camtay: Run, member_named: Callable[[str], Member]) -> None:
    camtay("add", "tg-101", "Lan", "--telegram", "101")
    camtay("add", "lan", "Chị Lan", "--telegram", "101")
    assert [member_named(known).telegram_id for known in ("tg-101", "lan")] == ["", "101"]


def test_odd_ids_unknown_areas_and_unknown_members_are_refused(camtay: Run) -> None:
    assert camtay("add", "Chị Lan", "Lan").exit_code == 2
    wrong = camtay("add", "lan", "Lan", "--area", "thon-99")
    assert isinstance(wrong.exception, UnusableError)
    assert "Có: province, thon-1" in str(wrong.exception)
    assert isinstance(camtay("revoke", "nobody").exception, UnusableError)


async def test_the_cases_of_who_is_gone_are_offered_to_others_at_once(office: Office) -> None:
    office.hire("lan")
    office.hire("minh")
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, "lan")
    lan = office.store.read_here(lambda uow: uow.members.get("lan"))
    assert lan is not None
    office.store.run_here(lambda uow: uow.members.save(replace(lan, active=False), office.now))
    await office.wait(5)
    taken = office.case(case.code)
    assert (taken.status, taken.offered_to) == (CaseStatus.OPEN, "minh")
