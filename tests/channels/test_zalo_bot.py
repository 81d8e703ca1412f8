"""What a Zalo Bot needs beyond the contract, and an outside client that shows the fake to be one."""

import asyncio
import contextlib
import json
from typing import Any

import aiohttp
import pytest
from zalo_bot import Bot, Update
from zalo_bot.error import BadRequest, Forbidden, InvalidToken

from bot.channels import keeping
from bot.channels.base import open_http
from bot.channels.webhook_secret import webhook_secret
from bot.channels.zalo_bot import SECRET_HEADER, WEBHOOK_PATH, ZaloBotChannel
from bot.channels.zalo_bot_updates import to_inbound
from flows.messages import Attachment, AttachmentKind, ChatRef, Choice, Inbound, InboundKind, Outbound
from tests.channels.doors import DOORS, Inbox, ZaloBotDoor
from tests.channels.waiting import stopped_clock, until
from tests.fakes.zalo_bot_api import TOKEN, FakeZaloBot

CHAT = ChatRef("zalo-bot", "6ede9afa66b88fe6d6a9")


@contextlib.asynccontextmanager
async def polling(zalo: FakeZaloBot, **settings: Any) -> Any:
    """A channel that polls `zalo`."""
    inbox = Inbox()
    async with open_http() as http:
        channel = ZaloBotChannel(settings.pop("token", TOKEN), inbox, http, base_url=zalo.url, **settings)
        await channel.start()
        yield channel, inbox
        await channel.stop()


@pytest.mark.parametrize("secret", ["", "wrong", webhook_secret("other")])
async def test_an_update_without_the_secret_is_refused(secret: str) -> None:
    async with DOORS["zalo-bot-webhook"]() as door, aiohttp.ClientSession() as http:
        assert isinstance(door, ZaloBotDoor)
        url = door.zalo.webhook["url"]
        assert url.endswith(WEBHOOK_PATH)
        async with http.post(url, json={}, headers={SECRET_HEADER: secret}) as answer:
            assert answer.status == 403
        async with http.post(url, data=b"{", headers={SECRET_HEADER: webhook_secret(TOKEN)}) as answer:
            assert answer.status == 200
        assert not door.inbox.messages


async def test_pictures_voices_and_what_zalo_hides_are_told_apart() -> None:
    async with FakeZaloBot() as zalo, polling(zalo) as (_, inbox):
        lan = zalo.citizen()
        await zalo.sends(lan, "message.image.received", photo_url="https://example.com/a.jpg", caption="lỗi này")
        await zalo.sends(lan, "message.image.received", photo="https://example.com/b.jpg")
        await zalo.sends(lan, "message.voice.received", voice_url="https://example.com/a.aac")
        await zalo.sends(lan, "message.sticker.received", sticker="d063", url="https://example.com/s.png")
        await zalo.sends(lan, "message.unsupported.received")
        await until(lambda: len(inbox.messages) == 5)
        assert [message.attachments for message in inbox.messages] == [
            (Attachment(AttachmentKind.PHOTO, "https://example.com/a.jpg"),),
            (Attachment(AttachmentKind.PHOTO, "https://example.com/b.jpg"),),
            (Attachment(AttachmentKind.VOICE, "https://example.com/a.aac"),),
            (Attachment(AttachmentKind.STICKER, "https://example.com/s.png"),),
            (),
        ]
        assert inbox.messages[0].text == "lỗi này"
        assert inbox.messages[4].kind is InboundKind.UNKNOWN


async def test_a_date_in_seconds_is_not_taken_for_one_in_1970() -> None:
    message = {"from": {"id": "1"}, "chat": {"id": "1", "chat_type": "PRIVATE"}, "message_id": "m", "text": "chào"}
    for date in (1795300000, 1795300000000):
        said = to_inbound({"event_name": "message.text.received", "message": {**message, "date": date}})
        assert said is not None
        assert said.sent_at is not None
        assert said.sent_at.year == 2026


async def test_in_a_group_only_what_names_the_bot_is_taken() -> None:
    async with FakeZaloBot() as zalo, polling(zalo) as (channel, inbox):
        lan = zalo.citizen()
        for text in ("họp nhé", "@Bot hỗ trợ"):
            chat = {"id": lan.id, "chat_type": "GROUP"}
            await zalo.sends(lan, "message.text.received", text=text, chat=chat)
        await until(lambda: inbox.messages)
        assert inbox.texts == ["hỗ trợ"]
        assert inbox.messages[0].in_group
        await channel.send(inbox.messages[0].chat, Outbound("Vâng"))
        assert lan.texts == ["Vâng"]


async def test_a_document_is_sent_as_words() -> None:
    async with FakeZaloBot() as zalo, polling(zalo) as (channel, _):
        zalo.citizen().known = True
        await channel.send(CHAT, Outbound("Của bác", (Choice("a", "Xong"),), document=("du-lieu.txt", "dòng " * 900)))
        first, *document = zalo.citizen().texts
        assert first == "Của bác\n\n1. Xong"
        assert document[0].startswith("du-lieu.txt\n\ndòng")
        assert " ".join(document).count("dòng") == 900


async def test_an_unreachable_platform_is_tried_again_until_it_answers() -> None:
    async with FakeZaloBot() as zalo:
        zalo.faults.down = True
        async with polling(zalo) as (_, inbox):
            with stopped_clock() as clock:
                for pause in (1, 2, 4):
                    await clock.ends(pause)
                await until(lambda: zalo.faults.refused == 4)
                zalo.faults.down = False
                await zalo.writes(zalo.citizen(), "có ai không")
                await clock.ends(8)
                await until(lambda: inbox.texts == ["có ai không"])


async def test_a_file_of_a_citizen_can_be_fetched_for_the_team() -> None:
    async with FakeZaloBot() as zalo, polling(zalo) as (channel, _):
        assert b"account_name" in await channel.fetch(f"{zalo.url}/bot{TOKEN}/getMe")


async def test_a_wrong_token_is_named() -> None:
    async with FakeZaloBot() as zalo, polling(zalo, token="12345689:wrong") as (channel, _):
        await until(lambda: "CAMTAY_ZALO_BOT_TOKEN" in channel.alarm)


async def test_a_platform_without_a_call_to_delete_webhooks_is_polled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(FakeZaloBot, "_on_deletewebhook")
    async with FakeZaloBot() as zalo, polling(zalo) as (channel, inbox):
        await zalo.writes(zalo.citizen(), "có ai không")
        await until(lambda: inbox.texts == ["có ai không"])
        assert channel.alarm == ""


async def test_an_address_the_platform_refuses_is_named() -> None:
    async with (
        FakeZaloBot() as zalo,
        polling(zalo, webhook=True, public_url="http://192.168.1.5") as (channel, _),
    ):
        await until(lambda: "CAMTAY_PUBLIC_URL" in channel.alarm)
        assert "http://192.168.1.5/webhooks/zalo-bot" in channel.alarm


async def test_a_poll_waits_until_the_message_before_is_stored() -> None:
    async with FakeZaloBot() as zalo, polling(zalo) as (channel, inbox):
        begun, may_store, kept = asyncio.Event(), asyncio.Event(), channel._keeper._receive

        async def slowly(inbound: Inbound) -> None:
            begun.set()
            await may_store.wait()
            await kept(inbound)

        channel._keeper._receive = slowly
        with stopped_clock() as clock:
            for text in ("một", "hai"):
                await zalo.writes(zalo.citizen(), text)
            await until(begun.is_set)
            await clock.passes(keeping.ANSWER_WITHIN)  # a webhook would let go now
            await channel.api.call("getMe")  # another poll would have overtaken this call
            assert zalo.waiting == 1
        may_store.set()
        await until(lambda: inbox.texts == ["một", "hai"])


async def test_an_outside_client_finds_in_the_fake_what_it_expects_of_the_platform() -> None:
    """python-zalo-bot: form-encoded calls, one update per poll, the platform's refusals as its exceptions."""
    async with FakeZaloBot() as zalo, Bot(TOKEN, base_url=zalo.url) as client:
        assert client._bot_user.account_name == "bot.VDKyGxQvc"
        lan = zalo.citizen()
        await zalo.writes(lan, "Xin chào")
        update = await client.get_update(timeout=1)
        assert update.message.text == "Xin chào"
        assert update.message.chat.id == lan.id
        sent = await client.send_message(lan.id, "Chào bác")
        assert sent.message_id
        await client.send_chat_action(lan.id, "typing")
        await client.send_photo(lan.id, "ảnh", "https://example.com/a.jpg")
        assert lan.texts == ["Chào bác"]
        with pytest.raises(BadRequest):
            await client.send_message(lan.id, "x" * 2001)
        zalo.faults.blocked.add(lan.id)
        with pytest.raises(Forbidden):
            await client.send_message(lan.id, "còn đó không")
        await client._set_webhook_async("https://xa.gov.vn/webhooks/zalo-bot", "a-secret-of-8-or-more")
        with pytest.raises(BadRequest):
            await client.get_update(timeout=1)
        with pytest.raises(BadRequest):
            await client._set_webhook_async("http://192.168.1.5/", "a-secret-of-8-or-more")
        with pytest.raises(InvalidToken):
            await Bot("wrong", base_url=zalo.url).__aenter__()


async def test_our_reading_of_an_update_agrees_with_the_outside_client() -> None:
    async with FakeZaloBot() as zalo:
        update = await zalo.writes(zalo.citizen(), "Quên mật khẩu VNeID")
        ours, theirs = to_inbound(update), Update.de_json(update["result"])
        assert ours is not None
        assert ours.text == theirs.message.text
        assert ours.message_id.endswith(f":{theirs.message.message_id}")
        assert (ours.chat.chat_id, ours.sender_name) == (theirs.message.chat.id, theirs.message.from_user.display_name)


async def test_the_same_id_in_two_chats_is_two_messages_and_one_in_the_same_chat() -> None:
    async with FakeZaloBot() as zalo:
        update = await zalo.writes(zalo.citizen(), "một")
        other = json.loads(json.dumps(update).replace(zalo.citizen().id, "another"))
        first, again, elsewhere = to_inbound(update), to_inbound(update), to_inbound(other)
        assert first and again and elsewhere
        assert first.message_id == again.message_id != elsewhere.message_id
