"""The numbers page and its files say what happened, each with its definition, and nothing of anybody."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

from bot.console.spreadsheet import written
from bot.numbers import count_finished_days, keep_days
from flows.messages import ChatRef
from tests.browser.house import House
from tests.console.conftest import UNHEARD, Doorman, Visit


async def a_morning(house: House) -> None:
    for number in range(6):
        await house.ask(f"c{number}", "làm giấy khai sinh cho con")
    await house.ask("c0", "không phải")
    await house.new_case("c7", UNHEARD)


async def rows(visit: Visit, path: str) -> list[dict[str, str]]:
    status, text = await visit.get(path)
    assert status == 200
    return list(csv.DictReader(StringIO(text.lstrip("\ufeff"))))


async def test_the_page_shows_numbers_beside_their_meaning(house: House, doorman: Doorman) -> None:
    await a_morning(house)
    lead = await doorman.let_in("lan")
    status, text = await lead.get("/console/numbers?weeks=4")
    assert status == 200
    assert "Tự giải quyết: số câu được trả lời ngay" in text
    assert '<svg class="chart"' in text
    assert "Theo người trực" not in text or "Hộ tịch" in text


async def test_ratings_by_member_are_for_leads_only(house: House, doorman: Doorman) -> None:
    case = await house.new_case("c7", "làm giấy khai sinh")
    await house.camtay.desk.write(case.code, "hoa", "Đã giúp bác.")
    assert "Theo người trực" in (await (await doorman.let_in("lan")).get("/console/numbers"))[1]
    assert "Theo người trực" not in (await (await doorman.let_in("minh")).get("/console/numbers"))[1]


async def test_days_are_rows_for_other_programs(house: House, doorman: Doorman) -> None:
    await a_morning(house)
    found = await rows(await doorman.let_in("lan"), "/console/numbers/days.csv")
    answered = [row for row in found if row["ket_qua"] == "answered" and row["huong_dan"] == "dang-ky-khai-sinh"]
    assert [row["so_luong"] for row in answered] == ["6"]
    assert [row["so_luong"] for row in found if row["ket_qua"] == "refused"] == ["1"]
    assert [row["so_luong"] for row in found if row["ket_qua"] == "people"] == ["7"]


async def test_the_spreadsheet_opens_and_holds_the_definitions(house: House, doorman: Doorman) -> None:
    await a_morning(house)
    lead = await doorman.let_in("lan")
    async with lead.http.get(f"{lead.address}/console/numbers/weeks.xlsx") as answer:
        book = ZipFile(BytesIO(await answer.read()))
    assert "xl/worksheets/sheet5.xml" in book.namelist()
    assert "mẫu số là mọi câu hỏi" in book.read("xl/sharedStrings.xml").decode()


def test_no_cell_is_run_as_a_formula() -> None:
    cells = ["=1+1", "+84", "-cmd", "@sum", "\t=1+1", " =1+1", "＝1+1", "Thôn 1", 5, -5]
    [row] = csv.reader(StringIO(written([cells]).lstrip("\ufeff")))
    assert row == ["'=1+1", "'+84", "'-cmd", "'@sum", "'\t=1+1", "' =1+1", "'＝1+1", "Thôn 1", "5", "-5"]


async def test_open_data_tells_no_small_group_apart(house: House, doorman: Doorman) -> None:
    await a_morning(house)
    found = await rows(await doorman.let_in("lan"), "/console/numbers/open.csv?month=2026-11")
    asked = {row["nhom"]: row["gia_tri"] for row in found if row["chi_so"] == "asked"}
    assert asked["tất cả"] not in {"", "<5"}
    handed = next(row for row in found if row["chi_so"] == "handed_over" and row["nhom"] == "tất cả")
    assert (handed["gia_tri"], handed["tu_so"]) == ("<5", "<5")
    assert all(row["dinh_nghia"] for row in found)


async def test_counts_outlive_the_words(house: House, doorman: Doorman) -> None:
    await a_morning(house)
    lead = await doorman.let_in("lan")
    before = await rows(lead, "/console/numbers/days.csv")
    house.clock.pass_minutes(26 * 60)
    now = house.clock()
    counted = await house.store.read(lambda uow: count_finished_days(uow, now))
    assert len(counted) == 1
    await house.store.run(lambda uow: keep_days(uow, counted))
    assert await house.store.read(lambda uow: count_finished_days(uow, now)) == {}
    await house.store.run(lambda uow: uow.turns.delete_before(now - timedelta(hours=1)))
    assert not await house.store.read(lambda uow: uow.turns.of(ChatRef("web", "c1")))
    assert await rows(lead, "/console/numbers/days.csv") == before
