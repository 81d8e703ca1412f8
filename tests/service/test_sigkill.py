"""Killing the process between any two steps loses no case and no answer, and doubles none."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cases import Case
from storage.database import sqlite_url
from storage.store import Store

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[2]
FILES = ("shared-facts.yaml", "sections.yaml", "guides/can-cuoc-cu-tru/dang-ky-tam-tru.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "content" / name, tmp_path / "content" / name)
    return tmp_path


def child(folder: Path, point: str, text: str = "gặp người", message_id: str = "m1") -> int:
    """How a process ended that took this message: 0, or minus the signal that killed it."""
    command = [sys.executable, "-m", "tests.service.killed_child", str(folder), message_id, text, point]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, check=False, timeout=60, env=environment).returncode  # noqa: S603


def cases(folder: Path) -> list[Case]:
    store = Store.open(sqlite_url(folder))
    found = store.run_here(lambda uow: uow.cases.listed())
    store.close()
    return found


def written(folder: Path) -> list[str]:
    sheet = folder / "paper.txt"
    return sheet.read_text(encoding="utf-8").splitlines() if sheet.exists() else []


@pytest.mark.parametrize("point", ["stored", "deciding", "committed"])
def test_a_killed_process_loses_and_doubles_nothing(folder: Path, point: str) -> None:
    assert child(folder, point) == -signal.SIGKILL
    assert written(folder) == []
    assert child(folder, "never") == 0  # the platform repeats the message, the service takes up what waited
    [case] = cases(folder)
    assert [case.code in line for line in written(folder)] == [True]


def test_without_a_repetition_the_next_start_answers_what_was_stored(folder: Path) -> None:
    assert child(folder, "stored") == -signal.SIGKILL
    assert child(folder, "never", text="") == 0
    [case] = cases(folder)
    assert [case.code in line for line in written(folder)] == [True]


def test_what_the_platform_took_may_come_twice_but_never_not_at_all(folder: Path) -> None:
    """Between the platform's yes and our mark nobody can know; there the answer is sent again, the case stays one."""
    assert child(folder, "sent") == -signal.SIGKILL
    assert child(folder, "never") == 0
    [case] = cases(folder)
    lines = written(folder)
    assert len(lines) == 2
    assert lines[0] == lines[1]
    assert case.code in lines[0]


def test_the_same_message_after_a_quiet_restart_is_not_answered_again(folder: Path) -> None:
    assert child(folder, "never") == 0
    assert child(folder, "never") == 0
    assert len(cases(folder)) == len(written(folder)) == 1
