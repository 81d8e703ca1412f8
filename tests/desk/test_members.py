"""Members come and go on the command line; who is gone holds no case."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from flows.cases import CaseStatus
from flows.members import Role
from storage.database import sqlite_url
from storage.store import Store
from tests.fakes.office import Office

Run = Callable[..., Result]


@pytest.fixture
def camtay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CAMTAY_DATA_DIR", str(tmp_path))
    return lambda *words: CliRunner().invoke(app, ["member", *words])


def test_a_member_is_entered_invited_listed_and_dismissed(camtay: Run, tmp_path: Path) -> None:
    added = camtay("add", "lan", "Chị Lan", "--role", "lead", "--area", "thon-1", "--topic", "thue")
    assert "/console/sign-in/" in added.stdout
    assert "Chị Lan" in camtay("list").stdout
    store = Store.open(sqlite_url(tmp_path))
    try:
        member = store.run_here(lambda uow: uow.members.get("lan"))
        assert member is not None
        assert (member.role, member.areas, member.topics) == (Role.LEAD, ("thon-1",), ("thue",))
        assert "nghỉ" in camtay("revoke", "lan").stdout
        gone = store.run_here(lambda uow: uow.members.get("lan"))
        assert gone is not None
        assert not gone.active
    finally:
        store.close()


def test_editing_a_member_keeps_accounts_that_are_not_named(camtay: Run, tmp_path: Path) -> None:
    camtay("add", "lan", "Lan", "--telegram", "101")
    camtay("add", "lan", "Chị Lan")
    store = Store.open(sqlite_url(tmp_path))
    try:
        member = store.run_here(lambda uow: uow.members.by_telegram("101"))
    finally:
        store.close()
    assert member is not None
    assert member.name == "Chị Lan"


def test_odd_ids_and_unknown_members_are_refused(camtay: Run) -> None:
    assert camtay("add", "Chị Lan", "Lan").exit_code == 2
    assert camtay("revoke", "nobody").exit_code != 0


async def test_the_cases_of_who_is_gone_are_offered_to_others_at_once(office: Office) -> None:
    office.hire("lan")
    office.hire("minh")
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, "lan")
    lan = office.store.run_here(lambda uow: uow.members.get("lan"))
    assert lan is not None
    office.store.run_here(lambda uow: uow.members.save(replace(lan, active=False), office.now))
    await office.wait(5)
    taken = office.case(case.code)
    assert (taken.status, taken.offered_to) == (CaseStatus.OPEN, "minh")
