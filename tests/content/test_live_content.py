"""A saved file is taken over by the running service; a broken one leaves the old content serving."""

import asyncio
import gc
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.live_content import LiveContent
from flows.catalog import Catalog
from flows.guides import ContentProblem
from storage.content.catalog import load_catalog
from storage.content.check import check_catalog
from storage.content.shelf import Shelf
from tests.channels.waiting import until

GUIDE = "guides/can-cuoc-cu-tru/dang-ky-tam-tru.yaml"


def today() -> date:
    return date(2026, 11, 24)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("shared-facts.yaml", "sections.yaml", "checks.yaml", "notices.yaml", GUIDE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path("content") / name, tmp_path / name)
    return tmp_path


def change(content: Path, old: str, new: str) -> None:
    path = content / GUIDE
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def title(live: LiveContent) -> str:
    return live.current().guides["dang-ky-tam-tru"].title.vi


async def test_saved_files_are_served_also_those_saved_before_anybody_watched(content: Path) -> None:
    live = LiveContent(content, today)
    change(content, 'vi: "Đăng ký tạm trú"', 'vi: "Đăng ký nơi ở tạm"')
    await live.start()
    await until(lambda: title(live) == "Đăng ký nơi ở tạm")
    change(content, 'vi: "Đăng ký nơi ở tạm"', 'vi: "Đăng ký chỗ ở tạm"')
    await until(lambda: title(live) == "Đăng ký chỗ ở tạm")
    await live.stop()


async def test_a_broken_file_leaves_the_old_content_serving(content: Path) -> None:
    live = LiveContent(content, today)
    before = live.current()
    change(content, "who: >-", "wo: >-")
    assert not await live.reload()
    assert live.current() is before
    assert {problem.field for problem in live.problems if problem.fatal} == {"wo", "who"}


async def test_mending_the_file_clears_the_problem(content: Path) -> None:
    live = LiveContent(content, today)
    change(content, "who: >-", "wo: >-")
    await live.reload()
    assert [problem for problem in live.problems if problem.field == "wo"]
    change(content, "wo: >-", "who: >-")
    await live.reload()
    assert not [problem for problem in live.problems if problem.field == "wo"]


async def test_what_was_broken_at_the_start_is_told_until_it_is_mended(content: Path) -> None:
    change(content, "who: >-", "wo: >-")
    live = LiveContent(content, today)
    for _ in range(2):
        await live.reload()
        assert "wo" in {problem.field for problem in live.problems}
    change(content, "wo: >-", "who: >-")
    await live.reload()
    assert "wo" not in {problem.field for problem in live.problems}


@pytest.mark.parametrize("times", [60, pytest.param(200, marks=pytest.mark.slow)])
async def test_many_reloads_leave_memory_flat(content: Path, times: int) -> None:
    live = LiveContent(content, today)

    async def reload_times(count: int, start: int) -> int:
        for number in range(start, start + count):
            change(content, f'owner: "Bộ phận {number}"', f'owner: "Bộ phận {number + 1}"')
            assert await live.reload()
        gc.collect()
        return sys.getallocatedblocks()

    change(content, 'owner: "Bộ phận cư trú"', 'owner: "Bộ phận 0"')
    await live.reload()
    after_twenty = await reload_times(20, 0)
    after_all = await reload_times(times - 20, 20)
    assert after_all < after_twenty * 1.02


async def test_of_files_saved_in_a_row_only_the_last_are_checked(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []

    def check(root: Path, catalog: Catalog, as_of: date) -> list[ContentProblem]:
        looked_at.append(catalog.version)
        return []

    monkeypatch.setattr("storage.content.check.check_catalog", check)
    live = LiveContent(content, today)
    checks = [live.check()]
    for name in ("Bộ phận 1", "Bộ phận 2"):
        change(content, 'owner: "Bộ phận', f'owner: "{name}, Bộ phận')
        assert await live.reload()
        checks.append(live.check())
    reloaded = looked_at.copy()
    await asyncio.gather(*checks)
    assert len(set(reloaded)) == 2
    assert looked_at == reloaded


def test_a_saved_fee_costs_no_learning(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept"
    load_catalog(content, Shelf(kept))
    monkeypatch.setattr("storage.content.reader.build_reader", None)
    change(content, "who: >-", "who: >-\n  Mọi người.")
    assert load_catalog(content, Shelf(kept))[0].reader.read("đăng ký tạm trú").guide_id == "dang-ky-tam-tru"


def test_a_new_title_is_learnt(content: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    load_catalog(content, Shelf(kept))
    change(content, 'vi: "Đăng ký tạm trú"', 'vi: "Đăng ký nơi ở tạm"')
    load_catalog(content, Shelf(kept))
    assert len(list(kept.glob("reader-*.pickle"))) == 2


@pytest.mark.process
async def test_a_catalog_made_and_checked_aside_is_the_same(content: Path, tmp_path: Path) -> None:
    """In a process of its own, from a shelf that holds the files that did not change."""
    live = LiveContent(content, today, tmp_path / "kept")
    change(content, 'vi: "Đăng ký tạm trú"', 'vi: "Đăng ký nơi ở tạm"')
    assert await live.reload()
    here, problems = load_catalog(content)
    assert live.current().guides == here.guides
    assert live.current().reader.read("đăng ký tạm trú") == here.reader.read("đăng ký tạm trú")
    assert set(live.problems) == {*problems, *check_catalog(content, here, today())}
