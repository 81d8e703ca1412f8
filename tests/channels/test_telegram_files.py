"""Photos, voices, files and places on Telegram, and messages that are taken back."""

import pytest

from bot.channels.base import DeliveryError
from flows.messages import Attachment, AttachmentKind, InboundKind, Outbound
from tests.channels.telegram_world import CHAT, greeted, world


async def test_everything_beside_words_is_told_by_its_kind() -> None:
    file = {"file_unique_id": "u", "file_size": 321}
    sized = {**file, "width": 1, "height": 1}
    async with world() as here:
        person = here.telegram.person()
        small, large = {"file_id": "small", **sized}, {"file_id": "large", **sized}
        await person.send(photo=[small, large], caption="lỗi này ạ")
        await person.send(voice={"file_id": "v", "duration": 3, **file})
        await person.send(video={"file_id": "f", "duration": 3, **sized})
        await person.send(document={"file_id": "d", "file_name": "đơn.pdf", **file})
        about = {"type": "regular", "is_animated": False, "is_video": False}
        await person.send(sticker={"file_id": "s", **sized, **about})
        await person.send(location={"latitude": 10.76, "longitude": 106.65})
        await person.send(contact={"first_name": "Bác Tư", "phone_number": "0912345678"})
        received = [message.attachments[0] for message in here.inbox.messages]
        assert received == [
            Attachment(AttachmentKind.PHOTO, "large", size=321),
            Attachment(AttachmentKind.VOICE, "v", size=321),
            Attachment(AttachmentKind.VIDEO, "f", size=321),
            Attachment(AttachmentKind.FILE, "d", "đơn.pdf", 321),
            Attachment(AttachmentKind.STICKER, "s"),
            Attachment(AttachmentKind.LOCATION, latitude=10.76, longitude=106.65),
            Attachment(AttachmentKind.CONTACT, name="Bác Tư"),
        ]
        assert here.inbox.messages[0].text == "lỗi này ạ"


async def test_something_without_words_or_files_is_not_ignored() -> None:
    async with world() as here:
        await here.telegram.person().send(dice={"emoji": "🎲", "value": 3})
        assert here.inbox.messages[0].kind is InboundKind.UNKNOWN


async def test_a_secret_is_deleted_from_the_chat() -> None:
    async with world() as here:
        await here.telegram.person().write("OTP của tôi là 482913")
        said = here.inbox.messages[0]
        assert here.telegram.person().chat.messages
        await here.channel.delete(said.chat, said.message_id)
        assert not here.telegram.person().chat.messages
        await here.channel.delete(said.chat, said.message_id)  # gone already: nothing to do
        await here.channel.delete(said.chat, "q:tap-1")  # a tap is no message


async def test_what_was_sent_can_be_fetched_for_the_team() -> None:
    async with world() as here:
        here.telegram.files["photo-1"] = b"\xff\xd8picture"
        assert await here.channel.fetch("photo-1") == b"\xff\xd8picture"
        with pytest.raises(DeliveryError):
            await here.channel.fetch("photo-2")


async def test_a_document_and_files_of_the_team_are_sent() -> None:
    async with world() as here:
        await greeted(here)
        here.telegram.files["their-photo"] = b"x"
        files = (
            Attachment(AttachmentKind.PHOTO, "their-photo"),
            Attachment(AttachmentKind.FILE, "sheet.png", "tờ hướng dẫn.png"),
            Attachment(AttachmentKind.LOCATION, latitude=21.0, longitude=105.8),
        )
        await here.channel.send(CHAT, Outbound("Của bác đây", document=("du-lieu.json", "{}"), attachments=files))
        sent = here.telegram.person().chat.from_bot
        assert [sorted({"text", "document", "photo", "location"} & set(message)) for message in sent] == [
            ["text"],
            ["document"],
            ["photo"],
            ["document"],
            ["location"],
        ]
        assert b"{}" in here.telegram.files.values()
        names = [call["document_name"] for method, call in here.telegram.calls if method == "sendDocument"]
        assert names == ["du-lieu.json", "tờ hướng dẫn.png"]
