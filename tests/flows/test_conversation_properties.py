"""No sequence of inputs breaks the conversation: nothing raises, no dead choice, no limit passed, no case lost."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cases import Case, CaseReason, CaseStatus
from flows.conversation import Conversation, Known, NewCase, OpenCase, Reminder, Turn
from flows.dialogue import respond
from flows.dialogue.choices import MAX_CHOICES, MAX_ID, MAX_LABEL
from flows.dialogue.scene import MAX_TEXT
from flows.hours import VIETNAM
from flows.messages import Attachment, AttachmentKind, ChatRef, Choice, Inbound, InboundKind
from flows.outcomes import Outcome
from flows.privacy import mask
from tests.fakes.content import simple_content
from tests.fakes.world import World, text_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM)
CHAT = ChatRef("cli", "1")
DEAD = ("Nút này không còn dùng được", "Hướng dẫn này đã được thay")

SAYINGS = [
    "đăng ký tạm trú", "can cuoc", "bao nhieu tien", "1", "2", "một", "cái đầu", "cái cuối", "9", "đúng rồi", "không",
    "không phải", "thôi", "tiếp", "quay lại", "nhắc lại", "tôi bị kẹt", "không được", "làm lại từ đầu", "bắt đầu",
    "gặp người", "hỏi trợ lý", "mã ca HT4N9B", "nhắc tôi thứ hai 8 giờ nộp thuế", "hẹn trả 28/11", "/nhac", "/dulieu",
    "/xoadulieu", "/taive", "/language en", "/language vi", "/help", "/start", "/ca", "/noio", "xã Văn Phong",
    "nói chậm thôi", "nói bình thường", "mã otp là 482913", "mk của tôi là Hoa@123", "079201001234",
    "dichvucong-gov.vn", "tôi bị lừa mất tiền", "cháy nhà", "xin chào", "cảm ơn", "", "?", "abc xyz qwe", "{0} %s {x}",
    "how do i register temporary residence", "lệ phí bao nhiêu", "nấu phở", "trưởng thôn", "tôi ở phường Mỹ Bình",
]  # fmt: skip


def inputs() -> st.SearchStrategy[Inbound]:
    """Anything a channel could hand over."""
    attachments = st.lists(st.builds(Attachment, st.sampled_from(AttachmentKind), st.text(max_size=8)), max_size=2)
    return st.builds(
        Inbound,
        chat=st.just(CHAT),
        message_id=st.just("m"),
        text=st.one_of(st.sampled_from(SAYINGS), st.text(max_size=300)),
        choice_id=st.one_of(st.none(), st.none(), st.none(), st.text(max_size=70)),
        attachments=attachments.map(tuple),
        kind=st.one_of(st.just(InboundKind.MESSAGE), st.sampled_from(InboundKind)),
        in_group=st.booleans(),
        addressed=st.booleans(),
        start_with=st.one_of(st.just(""), st.text(max_size=64)),
    )


def offered() -> st.SearchStrategy[Choice]:
    """Choices as an earlier version may have offered them."""
    ids = st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=40)
    return st.builds(Choice, ids, st.text(min_size=1, max_size=20))


def check(turn: Turn) -> None:
    """The rules every turn keeps."""
    for reply in turn.replies:
        assert reply.text.strip()
        assert len(reply.text) <= MAX_TEXT
        assert len(reply.choices) <= MAX_CHOICES
        assert len(set(reply.choices)) == len(reply.choices)
        for choice in reply.choices:
            assert choice.id.isascii()
            assert 1 <= len(choice.id.encode()) <= MAX_ID
            assert 1 <= len(choice.label) <= MAX_LABEL
    assert mask(turn.question).text == turn.question
    assert len(turn.conversation.offered) <= MAX_CHOICES
    if not turn.replies:
        assert turn.outcome in (Outcome.IGNORED, Outcome.CASE_CONTINUED, Outcome.DATA_DELETED)


@settings(max_examples=150)
@given(st.lists(st.tuples(inputs(), st.integers(0, 4000)), min_size=1, max_size=12))
def test_no_sequence_of_inputs_breaks_the_rules(sequence: list[tuple[Inbound, int]]) -> None:
    world = World(simple_content(), NOW)
    for message, minutes in sequence:
        before = dict(world.cases)
        world.wait(timedelta(minutes=minutes))
        turn = world.hear(message)
        check(turn)
        assert before.keys() <= world.cases.keys()
        if turn.conversation.open_case:
            assert turn.conversation.open_case in world.cases


@settings(max_examples=200)
@given(st.text(max_size=6000))
def test_any_text_gets_a_calm_answer(text: str) -> None:
    turn = respond(Conversation(CHAT), Inbound(CHAT, "m", text), simple_content(), NOW)
    check(turn)
    assert turn.replies


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_choice_id_gets_a_calm_answer(choice_id: str) -> None:
    turn = respond(Conversation(CHAT), Inbound(CHAT, "m", choice_id=choice_id), simple_content(), NOW)
    check(turn)
    assert turn.replies


@settings(max_examples=100)
@given(
    inputs(),
    st.builds(
        Conversation,
        chat=st.just(CHAT),
        guide_id=st.one_of(st.none(), st.sampled_from(["dang-ky-tam-tru", "khong-co"])),
        step_id=st.one_of(st.none(), st.sampled_from(["mo-vneid", "khong-co"])),
        path=st.lists(st.sampled_from(["chon-noi-o", "mo-vneid", "khong-co"]), max_size=4).map(tuple),
        offered=st.lists(offered(), max_size=8, unique=True).map(tuple),
        waiting_for=st.sampled_from(
            ["", "subject", "reminder", "place", "reason:dang-ky-tam-tru", "rating:HT4N9B", "x"]
        ),
        misses=st.integers(0, 3),
        refusals=st.integers(0, 3),
        open_case=st.sampled_from(["", "HT4N9B"]),
        silence_told=st.booleans(),
        plain=st.booleans(),
        language=st.sampled_from(["vi", "en", "km"]),
    ),
    st.sampled_from(CaseStatus),
    st.booleans(),
)
def test_no_kept_conversation_breaks_the_rules(
    message: Inbound, conversation: Conversation, status: CaseStatus, is_known: bool
) -> None:
    case = Case(1, "HT4N9B", CHAT, status, CaseReason.REQUESTED, NOW)
    known = Known(NewCase(2, "KQ7M2X"), open_case=case if is_known else None, asked_case=case)
    check(respond(conversation, message, simple_content(), NOW, known))


@pytest.mark.parametrize("seed", range(12))
def test_a_hundred_turns_at_random_over_all_guides_end_within_reach_of_a_person(seed: int) -> None:
    dice = random.Random(seed)
    world = World(simple_content(), NOW)
    guides = sorted(world.catalog.guides)
    for _ in range(100):
        draw = dice.random()
        if draw < 0.15:
            turn = world.tap(f"g:{dice.choice(guides)}")
        elif draw < 0.8 and world.on_screen():
            chosen = dice.choice(world.on_screen()[:40])
            turn = world.tap(chosen.id)
            assert not any(words in text_of(turn) for words in DEAD), chosen
        elif draw < 0.9:
            turn = world.say(dice.choice(SAYINGS))
        else:
            world.wait(timedelta(hours=dice.randrange(30)))
            if world.conversation.open_case and dice.random() < 0.5:
                world.desk(dice.choice(["claim", "answer", "close"]))
            continue
        check(turn)
    world.say("hỏi trợ lý")
    turn = world.say("gặp người")
    assert turn.outcome in (Outcome.HANDED_OVER, Outcome.CASE_CONTINUED)
    assert world.conversation.open_case


@pytest.mark.parametrize("guide_id", sorted(simple_content().guides))
def test_every_step_and_every_choice_of_every_guide_is_alive(guide_id: str) -> None:
    """Walks the whole guide: each button leads where it says, and every step can be reached."""
    world = World(simple_content(), NOW)
    guide = world.catalog.guides[guide_id]
    waiting, seen = [f"g:{guide_id}", f"s:{guide_id}:{guide.steps[0].id}"], set()
    steps_seen = set()
    while waiting:
        choice_id = waiting.pop()
        if choice_id in seen or not choice_id.startswith(("g:", "s:", "t:", "k:")):
            continue
        seen.add(choice_id)
        if choice_id.split(":")[1] not in (guide_id, "leave"):
            continue
        world.conversation = replace(world.conversation, troubles_tried=())
        turn = world.tap(choice_id)
        check(turn)
        assert not any(words in text_of(turn) for words in DEAD), choice_id
        assert "vừa được cập nhật" not in text_of(turn), choice_id
        if turn.outcome is Outcome.STEP_SHOWN:
            steps_seen.add(turn.step_id)
        waiting += [choice.id for reply in turn.replies for choice in reply.choices]
    assert steps_seen == {step.id for step in guide.steps}


def test_a_case_is_never_opened_twice_at_once() -> None:
    world = World(simple_content(), NOW)
    for text in ("gặp người", "gặp cán bộ", "abc xyz", "qwe rty", "gọi lại cho tôi"):
        world.say(text)
    assert sum(isinstance(effect, OpenCase) for effect in world.effects) == 1


def test_a_reminder_too_many_is_refused() -> None:
    world = World(simple_content(), NOW)
    for number in range(20):
        world.reminders[f"x{number}"] = Reminder(f"x{number}", NOW + timedelta(days=1), "x")
    turn = world.say("nhắc tôi mai 8 giờ đi chợ")
    assert "Hủy bớt" in text_of(turn)
    assert len(world.reminders) == 20
