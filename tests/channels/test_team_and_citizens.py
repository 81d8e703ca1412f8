"""The team's group answers citizens of every channel through the whole service: words, photos, voice notes, files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from flows.members import Member, Role
from flows.messages import ChatRef
from tests.channels.service_world import World, serving
from tests.channels.waiting import until
from tests.fakes.telegram_people import Chat, Person

GROUP = -1001234567890
JPEG, OGG, PDF = b"\xff\xd8\xff picture", b"OggS voice", b"%PDF-1.7 paper"


@dataclass
class Team:
    """A member who answers in the group."""

    here: World
    group: Chat
    lan: Person

    async def answers_newest_case(self) -> None:
        """Words, then a photo, a voice note and a file, under the newest case's card."""
        await until(lambda: any("Nhận ca" in str(message) for message in self.group.from_bot))
        card = [message for message in self.group.from_bot if "Nhận ca" in str(message.get("reply_markup"))][-1]
        self.here.telegram.files |= {"anh": JPEG, "noi": OGG, "to": PDF}
        photo = [{"file_id": "anh", "file_unique_id": "a", "width": 9, "height": 9}]
        await self.lan.reply(card, "Bác bấm vào chỗ khoanh đỏ nhé.")
        await self.lan.reply(card, photo=photo)
        await self.lan.reply(card, voice={"file_id": "noi", "file_unique_id": "v", "duration": 3})
        await self.lan.reply(card, document={"file_id": "to", "file_unique_id": "d", "file_name": "to-khai.pdf"})


async def team_of(here: World) -> Team:
    """The group, with Lan in it."""
    await here.store.run(lambda uow: uow.members.save(Member("lan", "Lan", Role.TEAM, telegram_id="101"), here.oa.now))
    group = here.telegram.group(GROUP)
    return Team(here, group, here.telegram.person(101, "Lan").at(group))


async def fetched(address: str) -> bytes:
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        assert answer.status == 200
        return await answer.read()


def addresses(texts: list[str]) -> list[str]:
    return [word for text in texts for word in text.split() if word.startswith("http") and "/files/" in word]


async def test_a_citizen_of_an_official_account(tmp_path: Path, content: Path) -> None:
    async with serving(tmp_path, content, telegram_team_chat=GROUP) as here:
        team, tam = await team_of(here), here.oa.citizen()
        await here.oa.writes(tam, "gặp người hỗ trợ")
        await team.answers_newest_case()
        await until(lambda: any("khoanh đỏ" in text for text in tam.texts))
        await until(lambda: {JPEG, PDF} <= {upload[1] for upload in here.oa.uploads.values()})
        await until(lambda: addresses(tam.texts))
        assert await fetched(addresses(tam.texts)[0]) == OGG


async def test_a_citizen_of_a_zalo_bot(tmp_path: Path, content: Path) -> None:
    async with serving(tmp_path, content, telegram_team_chat=GROUP) as here:
        team, tam = await team_of(here), here.zalo_bot.citizen()
        await here.zalo_bot.writes(tam, "gặp người hỗ trợ")
        await team.answers_newest_case()
        await until(lambda: any("khoanh đỏ" in text for text in tam.texts))
        await until(lambda: len(addresses(tam.texts)) == 2)
        photo = next(message["photo"] for message in tam.seen if message.get("photo"))
        assert [await fetched(address) for address in (photo, *addresses(tam.texts))] == [JPEG, OGG, PDF]


async def test_a_citizen_on_the_web(tmp_path: Path, content: Path) -> None:
    async with serving(tmp_path, content, telegram_team_chat=GROUP) as here, aiohttp.ClientSession() as http:
        jar = aiohttp.CookieJar(unsafe=True)
        team = await team_of(here)
        async with aiohttp.ClientSession(cookie_jar=jar) as browser:
            await (await browser.get(f"{here.address}/")).read()
            await browser.post(f"{here.address}/web/messages", json={"id": "m1", "text": "gặp người hỗ trợ"})
            await team.answers_newest_case()
            chat = (await here.store.read(lambda uow: uow.cases.listed(())))[0].chat
            assert chat.channel == "web"
            await until(lambda: len(attachments_said(here, chat)) == 3)
            page = await (await browser.get(f"{here.address}/")).text()
        assert "khoanh đỏ" in page
        found = [part.split('"')[0] for part in page.split('src="')[1:] if part.startswith("/files/")]
        assert [await (await http.get(f"{here.address}{address}")).read() for address in found[:2]] == [JPEG, OGG]


def attachments_said(here: World, chat: ChatRef) -> list[Any]:
    said = here.store.read_here(lambda uow: uow.outbox.said(chat))
    return [attachment for one in said for attachment in one.message.attachments]
