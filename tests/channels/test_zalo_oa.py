"""What a Zalo Official Account needs beyond the contract."""

import asyncio
from datetime import timedelta

import pytest

from bot.channels.base import DeliveryError
from bot.channels.zalo_oa import REACT_AFTER, RECEIVED_ICON, WEBHOOK_PATH
from flows.messages import Attachment, AttachmentKind, ChatRef, Choice, InboundKind, Outbound
from tests.channels.waiting import at_once, stopped_clock, until
from tests.channels.zalo_world import CHAT, greeted, world
from tests.fakes.state import Memory
from tests.fakes.zalo_oa_api import APP_ID, EVENT_PATIENCE, OA_ID

CHOICES = tuple(Choice(f"c:{number}", f"Việc {number}") for number in range(1, 8))


async def test_an_unsigned_call_is_answered_200_and_left_aside() -> None:
    async with world() as here:
        event = {"app_id": "1", "event_name": "user_send_text", "sender": {"id": "1"}, "timestamp": "1"}
        assert await here.zalo.deliver({**event, "message": {"text": "giả"}}, signed=False) == 200
        assert not here.inbox.messages


@pytest.mark.parametrize("body", [b"", b"nonsense", b"\xff", b"[]", b"null", b'{"timestamp": 1e999}'])
async def test_what_cannot_be_read_is_answered_200(body: bytes) -> None:
    async with world() as here, here.http.post(here.address + WEBHOOK_PATH, data=body) as answer:
        assert answer.status == 200


async def test_a_wrong_key_is_named_and_strangers_do_not_bring_a_right_one_into_doubt() -> None:
    async with world() as here:
        forged, about = {"X-ZEvent-Signature": "mac=00"}, {"event_name": "follow", "timestamp": "1"}

        async def strangers() -> None:
            for app_id in (APP_ID, APP_ID, APP_ID, "1"):
                event = {"app_id": app_id, **about}
                async with here.http.post(here.address + WEBHOOK_PATH, json=event, headers=forged) as answer:
                    assert answer.status == 200

        await strangers()
        assert "CAMTAY_ZALO_OA_SECRET_KEY" in here.channel.alarm
        await greeted(here)
        assert here.channel.alarm == ""
        await strangers()
        assert here.channel.alarm == ""


async def test_the_console_can_open_the_address() -> None:
    async with world() as here, here.http.get(here.address + WEBHOOK_PATH) as answer:
        assert answer.status == 200


async def test_only_our_own_proof_of_the_domain_is_shown() -> None:
    async with world(verifier="KAB12cdE") as here:
        async with here.http.get(here.address + "/zalo_verifierKAB12cdE.html") as answer:
            assert 'content="KAB12cdE"' in await answer.text()
        async with here.http.get(here.address + "/zalo_verifierOTHER.html") as answer:
            assert answer.status == 404
    async with world() as here, here.http.get(here.address + "/zalo_verifier.html") as answer:
        assert answer.status == 404


async def test_a_slow_store_delays_no_answer_to_zalo_and_loses_nothing() -> None:
    async with world() as here:
        kept = here.inbox.messages
        here.zalo.patience = EVENT_PATIENCE
        begun, slow = asyncio.Event(), asyncio.Event()

        async def receive(inbound: object) -> None:
            begun.set()
            await slow.wait()
            kept.append(inbound)  # type: ignore[arg-type]  # an Inbound, as every receiver gets

        here.channel._keeper._receive = receive
        with stopped_clock() as clock:
            writing = asyncio.create_task(here.zalo.writes(here.citizen, "chậm mà chắc"))
            await until(begun.is_set)
            await clock.passes(EVENT_PATIENCE - 0.1)
            await until(writing.done)
        assert not here.zalo.slow_answers
        slow.set()
        await until(lambda: kept)
        assert len(kept) == 1


async def test_a_colleague_who_answers_in_zalos_own_inbox_is_noticed_and_our_echo_is_not() -> None:
    async with world() as here:
        people = {"recipient": {"id": here.citizen.id}, "message": {"text": "Chào bác", "msg_id": "m1"}}
        await here.zalo.event("oa_send_text", sender={"id": OA_ID}, **people)
        await here.zalo.event("oa_send_text", sender={"id": OA_ID, "admin_id": "111"}, **people)
        assert [message.kind for message in here.inbox.messages] == [InboundKind.PERSON_ANSWERED]
        assert here.inbox.messages[0].chat == CHAT


async def test_echoes_of_what_we_send_lead_nowhere() -> None:
    async with world(echoes=True) as here:
        await greeted(here)
        await here.channel.send(CHAT, Outbound("Chào bác"))
        await until(lambda: here.zalo.is_quiet)  # it has told of them, and been answered
        assert not here.inbox.messages


async def test_whoever_follows_leaves_or_withdraws_is_told_apart() -> None:
    async with world() as here:
        await here.zalo.event("follow", oa_id=OA_ID, follower={"id": "9"}, source="oa_profile")
        await here.zalo.event("user_click_chatnow", oa_id=OA_ID, user_id="9")
        await here.zalo.event("unfollow", oa_id=OA_ID, follower={"id": "9"}, source="oa_profile")
        await here.zalo.event("user_withdraw", oa_id=OA_ID, user_id="9")
        kinds = [message.kind for message in here.inbox.messages]
        started, stopped = InboundKind.STARTED, InboundKind.STOPPED
        assert kinds == [started, started, stopped, InboundKind.WITHDRAWN]
        assert {message.chat.chat_id for message in here.inbox.messages} == {"9"}


async def test_buttons_hang_under_the_text_and_every_choice_has_a_number() -> None:
    async with world() as here:
        await greeted(here)
        await here.channel.send(CHAT, Outbound("Bác cần việc nào?", CHOICES))
        assert [button["title"] for button in here.citizen.buttons] == [f"Việc {number}" for number in range(1, 6)]
        assert here.citizen.texts[-1].endswith("6. Việc 6\n7. Việc 7")


@pytest.mark.parametrize("refusal", [-201, -233])
async def test_an_account_without_buttons_gets_numbers_and_is_remembered(refusal: int) -> None:
    memory = Memory()
    async with world(memory=memory) as here:
        here.zalo.takes_buttons, here.zalo.button_refusal = False, refusal
        await greeted(here)
        for _ in range(2):
            await here.channel.send(CHAT, Outbound("Chọn", CHOICES[:2]))
        assert here.citizen.texts == ["Chọn\n\n1. Việc 1\n2. Việc 2"] * 2
        assert len(here.zalo.calls) == 3
        assert memory.values["buttons"] is False
    async with world(memory=Memory({"buttons": False})) as here:
        await greeted(here)
        await here.channel.send(CHAT, Outbound("Chọn", CHOICES[:2]))
        assert len(here.zalo.calls) == 1


@pytest.mark.parametrize(("setting", "tried"), [("off", False), ("on", True)])
async def test_an_operator_can_settle_the_matter_of_buttons(setting: str, tried: bool) -> None:
    async with world(buttons=setting, memory=Memory({"buttons": False})) as here:
        await greeted(here)
        await here.channel.send(CHAT, Outbound("Chọn", CHOICES[:2]))
        assert bool(here.citizen.buttons) is tried


async def test_a_person_who_types_like_a_button_is_read_as_a_person() -> None:
    async with world() as here:
        await here.zalo.writes(here.citizen, "#dichvucong")
        await here.zalo.writes(here.citizen, "#ct:s:buoc-2")
        assert [(message.text, message.choice_id) for message in here.inbox.messages] == [
            ("#dichvucong", None),
            ("", "s:buoc-2"),
        ]


async def test_a_picture_of_ours_is_uploaded_once_and_again_when_zalo_has_forgotten_it() -> None:
    async with world() as here:
        await greeted(here)
        shown = Outbound("Xem ảnh", picture="guides/a.png")
        await here.channel.send(CHAT, shown)
        await here.channel.send(CHAT, shown)
        assert len(here.zalo.uploads) == 1
        here.zalo.uploads.clear()
        await here.channel.send(CHAT, shown)
        assert len(here.zalo.uploads) == 1
        here.zalo.now += timedelta(days=6, hours=1)
        await here.channel.send(CHAT, shown)
        assert len(here.zalo.uploads) == 2
        assert here.citizen.texts == ["Xem ảnh"] * 4


async def test_a_document_becomes_a_file_zalo_takes() -> None:
    async with world() as here:
        await greeted(here)
        await here.channel.send(CHAT, Outbound("Dữ liệu của bác", document=("du-lieu.txt", "Họ tên,\n\nđã che")))
        [(name, content, _)] = here.zalo.uploads.values()
        assert name == "du-lieu.csv"
        assert content.decode("utf-8-sig").splitlines() == ['"Họ tên,"', '""', "đã che"]
        assert here.citizen.seen[-1]["attachment"]["type"] == "file"


async def test_what_zalo_does_not_take_from_the_team_is_said_to_be_hopeless() -> None:
    async with world() as here:
        await greeted(here)
        with pytest.raises(DeliveryError) as refused:
            await here.channel.send(CHAT, Outbound("", attachments=(Attachment(AttachmentKind.VOICE, "voice-1"),)))
        assert refused.value.permanent
        photo = Attachment(AttachmentKind.PHOTO, "https://example.com/a.jpg")
        assert await here.channel.send(CHAT, Outbound("", attachments=(photo,)))


@pytest.mark.parametrize("days", [7, 30])
async def test_after_seven_days_an_answer_waits_for_the_citizen(days: int) -> None:
    async with world() as here:
        await greeted(here)
        here.zalo.now += timedelta(days=days)
        with pytest.raises(DeliveryError) as late:
            await here.channel.send(CHAT, Outbound("Trả lời muộn"))
        assert late.value.parked
        await greeted(here)
        await here.channel.send(CHAT, Outbound("Trả lời muộn"))
        assert here.citizen.texts == ["Trả lời muộn"]
        assert here.channel.facts.reply_window == timedelta(days=7)


async def test_a_message_nobody_answers_at_once_gets_a_sign_that_it_has_arrived() -> None:
    async with world(react_after=REACT_AFTER) as here:
        with stopped_clock() as clock:

            async def left_alone(text: str) -> tuple[str, str]:
                event = await here.zalo.writes(here.citizen, text)
                await clock.passes(REACT_AFTER)
                return event["message"]["msg_id"], RECEIVED_ICON

            first = await left_alone("ảnh lỗi đây ạ")
            await until(lambda: here.citizen.reactions == [first])
            await here.zalo.writes(here.citizen, "còn nữa")
            await here.channel.send(CHAT, Outbound("Đã trả lời"))
            await clock.passes(REACT_AFTER)
            last = await left_alone("xong chưa ạ")
            await until(lambda: last in here.citizen.reactions)
            assert here.citizen.reactions == [first, last]


async def test_somebody_who_is_not_signed_in_is_answered() -> None:
    async with world() as here:
        message = {"text": "xin hỏi thủ tục", "msg_id": "m1", "conversation_id": "talk-1"}
        await here.zalo.event("anonymous_send_text", sender={"id": "anon-1"}, recipient={"id": OA_ID}, message=message)
        await here.channel.send(here.inbox.messages[0].chat, Outbound("Chào bác", CHOICES[:2]))
        assert here.zalo.citizen("anon-1:talk-1").texts == ["Chào bác\n\n1. Việc 1\n2. Việc 2"]


async def test_in_a_group_only_what_names_us_is_taken_and_each_member_talks_alone() -> None:
    async with world() as here:
        for user, text in (("1", "chào cả nhà"), ("1", f"[@{OA_ID}] khai sinh"), ("2", f"[@{OA_ID}] khai tử [@7]")):
            message = {"text": text, "msg_id": f"m-{user}-{text}"}
            about = {"oa_id": OA_ID, "group_id": "g1", "sender": {"id": user}, "recipient": {"id": "g1"}}
            await here.zalo.event("user_send_group_text", **about, message=message)
        assert here.inbox.texts == ["khai sinh", "khai tử"]
        assert len({message.chat for message in here.inbox.messages}) == 2
        await here.channel.send(here.inbox.messages[0].chat, Outbound("Nhắc [@1] nhé"))
        assert here.zalo.citizen("g1").texts == ["Nhắc [ @1] nhé"]


async def test_a_link_can_be_read_by_the_scam_shield_and_a_card_keeps_its_phone_number_to_itself() -> None:
    async with world() as here:
        link = {"type": "link", "payload": {"description": "Nhận quà", "url": "https://dichvucong-gov.vn.top/"}}
        card = {"type": "link", "payload": {"description": '{"phone":"0912345678"}', "url": "https://zalo.me/091234"}}
        await here.zalo.sends(here.citizen, "user_send_link", {"msg_id": "m1", "attachments": [link]})
        await here.zalo.sends(here.citizen, "user_send_business_card", {"msg_id": "m2", "attachments": [card]})
        assert here.inbox.texts == ["Nhận quà\nhttps://dichvucong-gov.vn.top/", ""]
        assert here.inbox.messages[1].attachments == (Attachment(AttachmentKind.CONTACT),)


async def test_a_file_of_a_citizen_can_be_fetched_for_the_team(monkeypatch: pytest.MonkeyPatch) -> None:
    async with world(verifier="X") as here:
        assert b"zalo-platform" in await here.channel.fetch(here.address + "/zalo_verifierX.html")
        with pytest.raises(DeliveryError):
            await here.channel.fetch(here.address + "/nothing")
        monkeypatch.setattr("bot.channels.fetching.MAX_BYTES", 20)
        with pytest.raises(DeliveryError) as refused:
            await here.channel.fetch(here.address + "/zalo_verifierX.html")
        assert refused.value.permanent


async def test_one_slow_citizen_delays_no_other() -> None:
    async with world() as here:
        fast = here.zalo.citizen("fast")
        for citizen in (here.citizen, fast):
            await here.zalo.writes(citizen, "chào")
        here.zalo.faults.delay = lambda chat: 1.0 if chat == here.citizen.id else 0.0
        with stopped_clock() as clock:
            slow = asyncio.create_task(here.channel.send(CHAT, Outbound("chậm")))
            await at_once(here.channel.send(ChatRef("zalo-oa", "fast"), Outbound("nhanh")))
            assert (fast.texts, here.citizen.texts) == (["nhanh"], [])
            await clock.ends(1.0)
            await slow
