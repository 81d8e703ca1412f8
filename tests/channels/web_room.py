"""A web chat over lists in memory, for tests that need more than the contract."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.channels.history import HistoryLine
from bot.channels.webchat import WebChat
from bot.pages.guide_pages import GuidePages
from flows.catalog import Catalog
from flows.guides import Confidence, Fact, Guide, Localized, Paper, Section, Step, Trouble
from flows.messages import ChatRef, Choice, Inbound, Outbound
from flows.phrases import Phrases
from tests.channels.waiting import PATIENCE

Browser = TestClient[web.Request, web.Application]
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def guide() -> Guide:
    fee = (
        Fact("", "Thông tư A", date(2026, 11, 21), note="nộp trực tuyến", amount=7000),
        Fact("Miễn phí", "Nghị quyết B", date(2026, 11, 21), valid_to=date(2026, 11, 23)),
        Fact("Chưa rõ", "Báo C", date(2026, 11, 21), confidence=Confidence.UNCONFIRMED),
    )
    steps = (Step("mot", "Mở <b>VNeID</b>.", troubles=(Trouble("t", "Không mở được", "Khởi động lại máy."),)),)
    return Guide(
        id="dang-ky-tam-tru",
        field="cu-tru",
        title=Localized("Đăng ký tạm trú", "Register temporary residence"),
        summary=Localized("Báo nơi đang ở.", "Tell where you live."),
        who="Ai ở trọ.",
        questions=("tạm trú",),
        steps=steps,
        papers=(Paper("Căn cước"),),
        fee=fee,
        review_by=date(2026, 11, 1),
    )


class Room:
    """A web chat over lists in memory."""

    def __init__(self) -> None:
        catalog = Catalog(
            guides={"dang-ky-tam-tru": guide()},
            sections={"cu-tru": Section("cu-tru", Localized("Cư trú", "Residence"))},
            phrases=Phrases({"en": {"Các bước": "Steps"}}),
        )
        self.lines: dict[ChatRef, list[HistoryLine]] = {}
        self.received: list[Inbound] = []
        self.files: list[bytes] = []
        self.chat = WebChat(
            self.receive, self.history, self.save, lambda: catalog, "secret", lambda: NOW, ("https://xa.example.vn",)
        )
        self.bot = ""
        self.seconds = 0.0
        self.pages = GuidePages(
            lambda: catalog,
            lambda: NOW.date(),
            home="https://xa.example.vn",
            telegram=lambda: self.bot,
            seconds=lambda: self.seconds,
        )

    async def receive(self, inbound: Inbound) -> None:
        self.received.append(inbound)
        self.lines.setdefault(inbound.chat, []).append(HistoryLine(0, "citizen", inbound.text))

    async def history(self, chat: ChatRef, after: int) -> Sequence[HistoryLine]:
        return [line for line in self.lines.get(chat, []) if line.id > after or after == 0]

    async def save(self, content: bytes, suffix: str) -> str:
        self.files.append(content)
        return f"web:1{suffix}"

    async def answer(self, chat: ChatRef, text: str, choices: tuple[Choice, ...] = ()) -> None:
        lines = self.lines.setdefault(chat, [])
        lines.append(HistoryLine(sum(line.id > 0 for line in lines) + 1, "bot", text, choices=choices))
        await self.chat.send(chat, Outbound(text, choices))


async def read_event(stream: object) -> dict[str, object]:
    while True:
        line = (await asyncio.wait_for(stream.readline(), PATIENCE)).decode()  # type: ignore[attr-defined]  # StreamReader
        if line.startswith("data: {"):
            found: dict[str, object] = json.loads(line[6:])
            return found
