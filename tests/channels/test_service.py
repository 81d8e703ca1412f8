"""Conversations through the whole service, as citizens on each platform see them."""

import asyncio
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot import outcome_of_sending, resting
from bot.app import make_app
from bot.channels.zalo_text import MAX_TEXT
from bot.settings import Settings
from flows.cases import CaseStatus
from flows.members import Member, Role
from flows.messages import ChatRef, Outbound
from flows.records import Origin, TurnRecord, WaitingMessage
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.channels.service_world import World, echoing, quick_retries, serving
from tests.channels.waiting import PATIENCE, stopped_clock, until
from tests.fakes.database import ready
from tests.fakes.zalo_oa_api import OA_ID

QUESTION = "quen mat khau vneid"


def turns_of(here: World, chat: ChatRef) -> list[TurnRecord]:
    """What was asked and answered in a chat so far."""
    return here.store.read_here(lambda uow: uow.turns.of(chat))


def nothing_waits(here: World, chat: ChatRef) -> bool:
    """Whether every answer has gone out or was set aside."""
    return not here.store.read_here(lambda uow: uow.outbox.waiting(chat))


@pytest.mark.parametrize("mode", ["webhook", "polling"])
async def test_a_conversation_on_telegram(tmp_path: Path, content: Path, mode: str) -> None:
    async with serving(tmp_path, content, mode=mode) as here:
        lan = here.telegram.person()
        await lan.write("/start g_dang-ky-tam-tru")
        await until(lambda: lan.chat.texts)
        assert "tạm trú" in lan.chat.texts[0].lower()
        await lan.write(QUESTION)
        await until(lambda: len(lan.chat.texts) == 2)
        assert "VNeID" in lan.chat.texts[1]
        await lan.tap("Bắt đầu từng bước")
        await until(lambda: any("Bước 1" in text for text in lan.chat.texts))
        assert len(here.telegram.answered_taps) == 1
        await lan.write("gặp người")
        await until(lambda: any("Mã ca" in text for text in lan.chat.texts))
        cases = await here.store.read(lambda uow: uow.cases.listed(()))
        assert [case.chat for case in cases] == [ChatRef("telegram", "4242")]


async def test_a_conversation_with_an_official_account(tmp_path: Path, content: Path) -> None:
    async with serving(tmp_path, content) as here:
        lan = here.oa.citizen()
        await here.oa.event("follow", oa_id=OA_ID, follower={"id": lan.id}, source="oa_profile")
        await here.oa.writes(lan, QUESTION)
        await until(lambda: any("VNeID hai lớp" in text or "VNeID có hai lớp" in text for text in lan.texts))
        assert "1. Bắt đầu từng bước" in lan.texts[-1]
        await here.oa.taps(lan, "Bắt đầu từng bước")
        await until(lambda: "Bước 1" in lan.texts[-1])
        assert "1. Quên mật khẩu đăng nhập" in lan.texts[-1]
        await here.oa.writes(lan, "1")
        await until(lambda: "Bước 2" in lan.texts[-1])
        assert all(len(text) <= MAX_TEXT for text in lan.texts)


async def test_a_conversation_with_a_zalo_bot(tmp_path: Path, content: Path) -> None:
    async with serving(tmp_path, content, mode="polling") as here:
        lan = here.zalo_bot.citizen()
        await here.zalo_bot.writes(lan, QUESTION)
        await until(lambda: lan.texts)
        assert "1. Bắt đầu từng bước" in lan.texts[-1]
        await here.zalo_bot.writes(lan, "1")
        await until(lambda: "Bước 1" in lan.texts[-1])
        await here.zalo_bot.writes(lan, "cái đầu")
        await until(lambda: "Bước 2" in lan.texts[-1])
        await here.zalo_bot.sends(lan, "message.unsupported.received")
        await until(lambda: "chưa đọc được" in lan.texts[-1])


async def test_the_assistant_steps_back_once_after_a_colleague_answered_in_zalos_own_inbox(
    tmp_path: Path, content: Path
) -> None:
    async with serving(tmp_path, content) as here:
        lan = here.oa.citizen()
        chat = ChatRef("zalo-oa", lan.id)
        await here.oa.writes(lan, QUESTION)
        await until(lambda: lan.texts)
        said = {"text": "Để chị xem giúp bác", "msg_id": "by-hand-1"}
        people = {"sender": {"id": OA_ID, "admin_id": "111"}, "recipient": {"id": lan.id}}
        await here.oa.event("oa_send_text", **people, message=said)
        await until(lambda: nothing_waits(here, chat))
        before = len(lan.texts)
        for number, text in enumerate(("vâng em cảm ơn chị", "em chờ chị"), start=2):
            await here.oa.writes(lan, text)
            await until(lambda number=number: len(turns_of(here, chat)) == number)  # type: ignore[misc]  # bound now
        await until(lambda: nothing_waits(here, chat))
        [said_once] = lan.texts[before:]
        assert "Đang có cán bộ trả lời ở đây" in said_once


async def test_whoever_withdraws_is_forgotten(tmp_path: Path, content: Path) -> None:
    async with serving(tmp_path, content) as here:
        lan = here.oa.citizen("24680135792468")
        chat = ChatRef("zalo-oa", lan.id)
        for text in ("em tên Bùi Thị Xuân Lộc, cách nấu phở bò", QUESTION, "gặp người", "nhà em ở xóm Chùa"):
            lan.seen.clear()
            await here.oa.writes(lan, text)
            await until(lambda: lan.texts)
        photo = {"type": "image", "payload": {"url": "https://example.com/xom-chua.jpg"}}
        await here.oa.sends(lan, "user_send_image", {"msg_id": "m1", "attachments": [photo]})
        assert await here.store.read(lambda uow: uow.turns.of(chat))
        await here.oa.event("user_withdraw", oa_id=OA_ID, user_id=lan.id)
        [case] = await here.store.read(lambda uow: uow.cases.listed(()))
        assert (case.status, case.chat.chat_id) == (CaseStatus.CLOSED, "")
        words = [word.encode() for word in (lan.id, "xóm Chùa", "xom-chua", QUESTION, "Xuân Lộc")]
        await until(lambda: not any(word in file for file in database_files(tmp_path) for word in words))


def database_files(folder: Path) -> list[bytes]:
    """What stands in the database's file and in its log, free pages and all."""
    return [path.read_bytes() for path in folder.glob("camtay.sqlite3*")]


async def test_stars_are_asked_for_inside_the_window_only(tmp_path: Path, content: Path) -> None:
    async with serving(tmp_path, content) as here:
        lan, chat = here.oa.citizen(), ChatRef("zalo-oa", here.oa.citizen().id)
        await here.store.run(lambda uow: uow.members.save(Member("hoa", "Cô Hoa", Role.TEAM), here.oa.now))
        await here.oa.writes(lan, "gặp người")
        await until(lambda: lan.texts)
        [case] = await here.store.read(lambda uow: uow.cases.listed(()))
        await here.camtay.desk.write(case.code, "hoa", "Bác mang thẻ ra xã nhé.")
        await until(lambda: "mang thẻ ra xã" in lan.texts[-1])
        here.oa.now += timedelta(days=8)
        here.oa.calls.clear()
        await here.camtay.clocks.run_due(here.oa.now)  # an answered case the citizen said no more about is closed
        await until(lambda: nothing_waits(here, chat))
        assert "mang thẻ ra xã" in lan.texts[-1]
        assert here.oa.calls == []  # not even tried: outside the window a message may cost money
        await here.oa.writes(lan, "cảm ơn cháu")
        await until(lambda: "Chấm từ 1" in lan.texts[-2])
        await here.oa.writes(lan, "5")
        await until(lambda: "chấm 5 điểm" in lan.texts[-1])
        [rated] = await here.store.read(lambda uow: uow.cases.listed(()))
        assert (rated.status, rated.stars) == (CaseStatus.CLOSED, 5)


async def test_an_answer_that_comes_after_seven_days_waits_until_the_citizen_writes_again(
    tmp_path: Path, content: Path
) -> None:
    async with serving(tmp_path, content) as here:
        lan = here.oa.citizen()
        chat = ChatRef("zalo-oa", lan.id)
        await here.oa.writes(lan, "gặp người")
        await until(lambda: lan.texts)
        here.oa.now += timedelta(days=8)
        late = Outbound("Chị Hoa ở xã trả lời bác đây")
        now = here.oa.now

        def answer(uow: UnitOfWork) -> WaitingMessage:
            return uow.outbox.add(chat, late, now, origin=Origin.CASE)

        here.camtay.delivery.offer([await here.store.run(answer)])
        await until(lambda: nothing_waits(here, chat))  # it was set aside
        assert late.text not in lan.texts
        await here.oa.writes(lan, "xã trả lời chưa ạ")
        await until(lambda: late.text in lan.texts)


@pytest.mark.parametrize("trouble", ["down", "hangs"])
async def test_a_dead_telegram_is_not_noticed_on_other_channels(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    echoing(monkeypatch)
    async with serving(tmp_path, content) as here:
        for number in range(40):
            await here.telegram.person(number + 1).write("chào")
        setattr(here.telegram.faults, trouble, True)
        with stopped_clock():  # what waits for Telegram waits for ever
            for number in range(40):
                await here.telegram.person(number + 1).write("còn đó không")
            await here.oa.writes(here.oa.citizen(), "một")
            await here.zalo_bot.writes(here.zalo_bot.citizen(), "hai")
            await until(lambda: here.oa.citizen().texts and here.zalo_bot.citizen().texts)
            async with aiohttp.ClientSession() as http, http.get(here.address + "/healthz") as answer:
                assert answer.status == 200


async def test_whoever_finds_a_platform_back_wakes_all_who_wait_for_it(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    echoing(monkeypatch)
    monkeypatch.setattr(outcome_of_sending, "FIRST_PAUSE", 300.0)
    async with serving(tmp_path, content) as here:
        lan, hoa, minh = here.telegram.person(1), here.oa.citizen("1"), here.zalo_bot.citizen("1")
        platforms = (here.telegram, here.oa, here.zalo_bot)
        await here.oa.writes(here.oa.citizen("2"), "chào")
        await until(lambda: here.oa.citizen("2").texts)
        for platform in platforms:
            platform.faults.down = True
        with stopped_clock() as clock:
            await lan.write("một")
            await here.oa.writes(hoa, "hai")
            await here.zalo_bot.writes(minh, "ba")
            await clock.ends(resting.SHORTEST, times=3)  # of the five minutes they rest if nobody wakes them
            for platform in platforms:
                platform.faults.down = False
            assert not (lan.chat.texts or hoa.texts or minh.texts)
            await here.telegram.person(2).write("bốn")
            await here.oa.writes(here.oa.citizen("2"), "năm")
            await here.zalo_bot.writes(here.zalo_bot.citizen("2"), "sáu")
            await until(lambda: (lan.chat.texts, hoa.texts, minh.texts) == (["một"], ["hai"], ["ba"]))


async def test_what_could_not_be_sent_goes_out_once_when_the_platform_is_back(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    echoing(monkeypatch)
    quick_retries(monkeypatch)
    async with serving(tmp_path, content) as here:
        people = [here.telegram.person(number) for number in range(1, 21)]
        for person in people:
            await person.write("chào")
        await until(lambda: all(person.chat.texts for person in people))
        here.telegram.faults.down = True
        for person in people:
            await person.write("một")
            await person.write("hai")
        await until(lambda: here.telegram.faults.refused >= len(people))
        here.telegram.faults.down = False
        await until(lambda: all(len(person.chat.texts) == 3 for person in people))
        assert {tuple(person.chat.texts) for person in people} == {("chào", "một", "hai")}


async def test_stopping_waits_for_no_page_that_is_open(tmp_path: Path, content: Path) -> None:
    store = Store.open(ready(tmp_path))
    app, _ = await make_app(Settings(data_dir=tmp_path, content_dir=content), store)
    server = TestServer(app)
    await server.start_server(shutdown_timeout=3600)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        async with browser.get(server.make_url("/")):
            events = await browser.get(server.make_url("/web/events"))
        await asyncio.wait_for(server.close(), PATIENCE)
        assert await events.content.read() == b""
    store.close()
