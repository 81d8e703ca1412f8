"""What holds on every channel."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.channels.base import DeliveryError
from flows.messages import Choice, InboundKind, Outbound
from tests.channels.door_web import web_door
from tests.channels.doors import DOORS, Door
from tests.channels.waiting import until

CHOICES = (Choice("s:khai-sinh:buoc-2", "Bước tiếp"), Choice("s:khai-sinh:ket", "Tôi bị kẹt"))
STEP = Outbound("Bước 1. Mở trang dichvucong.gov.vn", CHOICES)


ALL = {**DOORS, "web": web_door}
on_a_platform = pytest.mark.parametrize("door", sorted(DOORS), indirect=True)  # somebody else's, that can fail


@pytest.fixture(params=sorted(ALL))
async def door(request: pytest.FixtureRequest) -> AsyncIterator[Door]:
    """Every channel."""
    async with opened(request.param) as made:
        yield made


@asynccontextmanager
async def opened(name: str) -> AsyncIterator[Door]:
    """The door of this name, with a citizen who has said hello."""
    async with ALL[name]() as made:
        await made.writes("xin chào")
        await until(lambda: made.inbox.messages)
        made.inbox.messages.clear()
        yield made


async def test_words_arrive_as_they_were_written(door: Door) -> None:
    await door.writes("Quên mật khẩu VNeID thì làm sao ạ? 🙏 <b>&amp;</b>")
    await until(lambda: door.inbox.messages)
    message = door.inbox.messages[0]
    assert message.text == "Quên mật khẩu VNeID thì làm sao ạ? 🙏 <b>&amp;</b>"
    assert message.chat == door.chat
    assert message.kind is InboundKind.MESSAGE
    assert message.addressed
    assert not message.in_group
    assert message.sent_at is not None
    assert message.sent_at.tzinfo is not None


async def test_an_answer_is_shown_as_it_was_said(door: Door) -> None:
    sent = await door.channel.send(door.chat, Outbound("Lệ phí: <b>7.000</b> đồng & *không* _thu_ thêm [gì](x)"))
    assert sent
    await door.settled()
    assert door.shown() == ["Lệ phí: <b>7.000</b> đồng & *không* _thu_ thêm [gì](x)"]


async def test_choices_can_be_tapped_or_answered_with_a_number(door: Door) -> None:
    await door.channel.send(door.chat, STEP)
    if not door.has_buttons:
        assert door.shown()[-1].endswith("1. Bước tiếp\n2. Tôi bị kẹt")
        return
    await door.settled()
    assert door.buttons() == ["Bước tiếp", "Tôi bị kẹt"]
    await door.taps("Tôi bị kẹt")
    await until(lambda: door.inbox.messages)
    assert door.inbox.messages[0].choice_id == "s:khai-sinh:ket"
    assert door.inbox.messages[0].text == ""


async def test_a_tap_on_an_old_message_still_says_which_choice_it_was(door: Door) -> None:
    await door.channel.send(door.chat, STEP)
    await door.channel.send(door.chat, Outbound("Bước 2. Đăng nhập", (Choice("s:khai-sinh:buoc-3", "Bước tiếp"),)))
    if door.has_buttons:
        await door.taps("Bước tiếp", message=-2)
    else:
        await door.writes("1")
    await until(lambda: door.inbox.messages)
    said = door.inbox.messages[0]
    assert (said.choice_id, said.text) == (("s:khai-sinh:buoc-2", "") if door.has_buttons else (None, "1"))


@on_a_platform
async def test_a_long_text_is_cut_between_sentences_and_nothing_is_lost(door: Door) -> None:
    sentences = [f"Câu số {number} nói về một việc nhỏ mà người dân cần biết." for number in range(200)]
    await door.channel.send(door.chat, Outbound(" ".join(sentences), CHOICES))
    shown = door.shown()
    assert len(shown) > 1
    assert all(len(text) <= door.channel.facts.max_text for text in shown)
    assert all(text.endswith((".", "Tôi bị kẹt")) for text in shown)
    assert " ".join(shown).startswith(" ".join(sentences))
    if door.has_buttons:
        assert door.buttons() == ["Bước tiếp", "Tôi bị kẹt"]


async def test_a_long_text_arrives_whole(door: Door) -> None:
    sentences = [f"Câu số {number} nói về một việc nhỏ mà người dân cần biết." for number in range(200)]
    await door.channel.send(door.chat, Outbound(" ".join(sentences)))
    await door.settled()
    assert " ".join(door.shown()) == " ".join(sentences)


@on_a_platform
async def test_decomposed_letters_go_out_composed(door: Door) -> None:
    await door.channel.send(door.chat, Outbound("Tie\u0302\u0301ng Vie\u0323\u0302t"))
    assert door.shown() == ["Tiếng Việt"]


async def test_a_picture_comes_with_its_words(door: Door) -> None:
    await door.channel.send(door.chat, Outbound("Nút nằm ở góc phải", picture="https://example.com/a.png"))
    await door.settled()
    assert door.pictures() == 1
    assert "Nút nằm ở góc phải" in door.shown()[-1]


@on_a_platform
async def test_a_picture_that_cannot_be_shown_does_not_hold_back_the_words(door: Door) -> None:
    await door.channel.send(door.chat, Outbound("Nút nằm ở góc phải", CHOICES, picture="lost/picture.jpg"))
    assert door.pictures() == 0
    assert door.shown()[-1].startswith("Nút nằm ở góc phải")


@on_a_platform
async def test_whoever_blocked_us_is_left_in_peace(door: Door) -> None:
    door.faults.blocked.add(door.chat.chat_id)
    with pytest.raises(DeliveryError) as refused:
        await door.channel.send(door.chat, STEP)
    assert refused.value.permanent
    assert not door.shown()


@on_a_platform
async def test_a_platform_that_is_down_means_try_again(door: Door) -> None:
    door.faults.down = True
    with pytest.raises(DeliveryError) as failed:
        await door.channel.send(door.chat, STEP)
    assert not failed.value.permanent
    assert not failed.value.parked
    door.faults.down = False
    await door.channel.send(door.chat, STEP)
    assert len(door.shown()) == 1


@on_a_platform
async def test_a_platform_that_asks_to_wait_says_how_long(door: Door) -> None:
    door.faults.limit(7)
    with pytest.raises(DeliveryError) as slowed:
        await door.channel.send(door.chat, STEP)
    assert slowed.value.retry_after == 7
    assert not slowed.value.permanent
    await door.channel.send(door.chat, STEP)
    assert len(door.shown()) == 1


@on_a_platform
async def test_a_machine_in_between_that_asks_to_wait_is_heard_too(door: Door) -> None:
    door.faults.busy = 7
    with pytest.raises(DeliveryError) as slowed:
        await door.channel.send(door.chat, STEP)
    assert slowed.value.retry_after == 7
    assert not slowed.value.permanent
    door.faults.busy = 0
    await door.channel.send(door.chat, STEP)
    assert len(door.shown()) == 1


@on_a_platform
async def test_a_refusal_in_the_middle_of_a_long_text_repeats_no_part(door: Door) -> None:
    long = Outbound(" ".join(f"Câu {number} nói về một việc nhỏ mà người dân cần biết." for number in range(200)))
    await door.channel.send(door.chat, long)
    whole = len(door.shown())
    door.faults.too_fast[door.chat.chat_id] = []
    taken = 0

    def after_the_first(chat: str) -> float:
        nonlocal taken
        taken += 1
        if taken == 1:
            door.faults.limit(1, chat=door.chat.chat_id)
        return 0.0

    door.faults.delay = after_the_first
    with pytest.raises(DeliveryError):
        await door.channel.send(door.chat, long)
    await door.channel.send(door.chat, long)
    assert door.shown()[whole:] == door.shown()[:whole]


@on_a_platform
async def test_what_failed_for_good_in_the_middle_is_sent_whole_another_time(door: Door) -> None:
    long = Outbound(" ".join(f"Câu {number} nói về một việc nhỏ mà người dân cần biết." for number in range(200)))
    await door.channel.send(door.chat, long)
    whole = len(door.shown())

    def blocks_us_after_the_first(chat: str) -> float:
        door.faults.blocked.add(door.chat.chat_id)
        return 0.0

    door.faults.delay = blocks_us_after_the_first
    with pytest.raises(DeliveryError) as refused:
        await door.channel.send(door.chat, long)
    assert refused.value.permanent
    door.faults.delay = lambda chat: 0.0
    door.faults.blocked.clear()
    shown = len(door.shown())
    await door.channel.send(door.chat, long)
    assert door.shown()[shown:] == door.shown()[:whole]


async def test_the_same_update_twice_is_the_same_message(door: Door) -> None:
    update = await door.writes("mất căn cước")
    await door.repeats(update)
    await until(lambda: len(door.inbox.messages) == 2)
    first, second = door.inbox.messages
    assert first == second


@on_a_platform
async def test_messages_out_of_order_can_be_put_in_order(door: Door) -> None:
    await door.writes_swapped("một", "hai")
    await until(lambda: len(door.inbox.messages) == 2)
    assert door.inbox.texts == ["hai", "một"]
    assert len({message.message_id for message in door.inbox.messages}) == 2
    in_order = sorted(door.inbox.messages, key=lambda message: str(message.sent_at))
    assert [message.text for message in in_order] == ["một", "hai"]


async def test_what_nobody_has_described_disturbs_nothing(door: Door) -> None:
    await door.surprises()
    await door.writes("vẫn còn đó chứ")
    await until(lambda: "vẫn còn đó chứ" in door.inbox.texts)
    assert [message.text for message in door.inbox.messages if message.text] == ["vẫn còn đó chứ"]


@on_a_platform
async def test_a_store_that_fails_for_a_moment_loses_no_message(door: Door) -> None:
    door.inbox.broken = 1
    await door.writes("trích lục khai sinh")
    await until(lambda: door.inbox.messages)
    assert door.inbox.texts == ["trích lục khai sinh"]


async def test_nothing_is_wrong_while_all_is_well(door: Door) -> None:
    await door.channel.send(door.chat, STEP)
    assert door.channel.alarm == ""


@on_a_platform
async def test_an_empty_message_is_refused_for_good(door: Door) -> None:
    with pytest.raises(DeliveryError) as refused:
        await door.channel.send(door.chat, Outbound("  "))
    assert refused.value.permanent
