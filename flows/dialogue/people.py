"""A person: opening a case, adding to it, keeping silent while someone answers, telling how it stands."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from flows.cases import Case, CaseReason, CaseStatus
from flows.conversation import AppendToCase, Awaited, Conversation, Effect, OpenCase, RateCase, Turn
from flows.dialogue import choices, sent_things
from flows.dialogue.scene import PORTAL, Scene, note, turn
from flows.hours import Closure, DeskHours, due_at, hours_at, in_vietnam
from flows.messages import Attachment, Choice, Outbound
from flows.outcomes import Outcome

HAMLET = "hamlet"  # note: the hamlet the citizen said to live in
_CALL_ME = re.compile(r"\bgoi (?:lai |dien )*cho\b|\bcall me\b")
_ANSWER_RESTS = timedelta(hours=12)  # after an answer this old a new question is for the assistant again


def hand_over(
    scene: Scene,
    reason: CaseReason,
    *,
    question: str,
    more: tuple[Effect, ...] = (),
) -> Turn:
    """The turn that opens a case, or tells of the one that is open."""
    conversation = scene.conversation
    attachments = sent_things.kept(conversation)
    if is_open(scene):
        return already_open(scene, attachments or scene.message.attachments, more)
    state = replace(_calm(scene), open_case=scene.known.new_case.code, silence_told=False)
    return turn(
        scene,
        Outcome.HANDED_OVER,
        _opened(scene, reason),
        state=state,
        effects=(_open_case(scene, reason, question, attachments), *more),
        guide_id=conversation.guide_id,
        step_id=conversation.step_id,
    )


def _open_case(scene: Scene, reason: CaseReason, question: str, attachments: tuple[Attachment, ...]) -> OpenCase:
    here = scene.conversation
    return OpenCase(reason, question, here.guide_id, here.step_id, attachments, note(here, HAMLET))


def _calm(scene: Scene) -> Conversation:
    return replace(sent_things.forget(scene.conversation), misses=0, refusals=0, waiting_for="")


def _opened(scene: Scene, reason: CaseReason) -> Outbound:
    return Outbound(
        "\n\n".join([_announced(scene, reason), when_text(scene), _meanwhile(scene, reason)]),
        choices=(Choice(choices.CASE_STATUS, scene.say("Xem ca đến đâu rồi")), ask_bot(scene)),
        link=PORTAL if reason in (CaseReason.NO_MATCH, CaseReason.REFUSED) else None,
    )


def is_open(scene: Scene) -> bool:
    """Whether this conversation has a case that is not closed."""
    case = scene.known.open_case
    return bool(scene.conversation.open_case) and case is not None and case.status is not CaseStatus.CLOSED


def is_claimed(scene: Scene) -> bool:
    """Whether a person is answering, or answered not long ago."""
    case = scene.known.open_case
    if not is_open(scene) or case is None:
        return False
    rests = case.answered_at is not None and scene.now - case.answered_at > _ANSWER_RESTS
    return case.status is CaseStatus.CLAIMED or (case.status is CaseStatus.ANSWERED and not rests)


def already_open(scene: Scene, attachments: tuple[Attachment, ...], more: tuple[Effect, ...]) -> Turn:
    """The turn for a citizen who asks for a person while a case is open: it is known, and goes on."""
    case = scene.known.open_case
    code = scene.conversation.open_case
    added = AppendToCase(code, scene.text or scene.say("(người dân hỏi thăm)"), attachments)
    state = _calm(scene)
    text = scene.say("Ca {code} của bác/anh/chị đang mở, tôi đã nhắc người hỗ trợ.", code=code)
    if case:
        text = f"{text} {status_words(scene, case)}"
    ways = (Choice(choices.CASE_STATUS, scene.say("Xem ca đến đâu rồi")), ask_bot(scene))
    return turn(scene, Outcome.CASE_CONTINUED, Outbound(text, choices=ways), effects=(added, *more), state=state)


def ask_bot(scene: Scene) -> Choice:
    """The way back to the assistant while a person has the word."""
    return Choice(choices.ASK_BOT, scene.say("Hỏi trợ lý việc khác"))


def _announced(scene: Scene, reason: CaseReason) -> str:
    team = scene.catalog.organisation.name.removeprefix("Ủy ban nhân dân ")
    who = scene.say("Tổ công nghệ số cộng đồng {place}", place=team) if team else scene.say("Tổ công nghệ số cộng đồng")
    sorry = {
        CaseReason.NO_MATCH: scene.say("Tôi không muốn đoán bừa."),
        CaseReason.REFUSED: scene.say("Xin lỗi vì tôi chưa hiểu đúng ý."),
        CaseReason.STUCK: scene.say("Chỗ này cần người xem giúp."),
    }.get(reason, "")
    new = scene.known.new_case
    moved = scene.say(
        "Tôi đã chuyển câu hỏi cho {who}. Mã ca: {code} (ca số {number}).", who=who, code=new.code, number=new.number
    )
    return f"{sorry} {moved}".strip()


def when_text(scene: Scene) -> str:
    """When somebody answers: opening hours, lunch, holidays, Tết."""
    organisation = scene.catalog.organisation
    desk = hours_at(organisation, scene.now)
    due = due_at(organisation, scene.now)
    if due is None:
        return scene.say("Người hỗ trợ sẽ trả lời ngay tại đây trong giờ làm việc.")
    before = scene.say("Người hỗ trợ sẽ trả lời ngay tại đây, chậm nhất {due}.", due=moment_text(scene, due))
    closed = closure_text(scene, desk)
    return f"{closed} {before}".strip()


def closure_text(scene: Scene, desk: DeskHours) -> str:
    """Why nobody is at the desk now and when it opens, or "" in working hours."""
    if desk.is_open or desk.opens_at is None:
        return ""
    opens = moment_text(scene, desk.opens_at)
    if desk.closure is Closure.LUNCH:
        return scene.say("Bây giờ đang nghỉ trưa, {opens} làm việc lại.", opens=opens)
    if desk.closure is Closure.HOLIDAY:
        return scene.say("Hôm nay nghỉ {holiday}, {opens} làm việc lại.", holiday=desk.holiday, opens=opens)
    return scene.say("Bây giờ ngoài giờ làm việc, {opens} làm việc lại.", opens=opens)


def moment_text(scene: Scene, moment: datetime) -> str:
    """A moment as people say it: the hour alone today, the day and date otherwise."""
    return scene.speaker.soon(moment, scene.now)


def _meanwhile(scene: Scene, reason: CaseReason) -> str:
    lines = []
    if reason in (CaseReason.NO_MATCH, CaseReason.REFUSED):
        lines.append(scene.say("Trong lúc chờ, có thể vào dichvucong.gov.vn và gõ tên việc cần làm vào ô tìm kiếm."))
    lines.append(
        scene.say(
            "Cần nói thêm gì, bác/anh/chị cứ nhắn ở đây: tên thôn hoặc xã đang ở, ảnh màn hình đang gặp. "
            "Đừng gửi mật khẩu hay mã OTP."
        )
    )
    if _CALL_ME.search(scene.words):
        lines.append(no_calls(scene))
    phone = scene.catalog.organisation.phone
    if phone:
        lines.append(scene.say("Việc gấp xin gọi {phone}.", phone=phone))
    lines.append(scene.say("Nguy hiểm thì gọi ngay 113 (công an), 114 (cháy), 115 (cấp cứu)."))
    return "\n\n".join(lines)


def no_calls(scene: Scene) -> str:
    """Why nobody calls back: who waits for the phone to ring would miss the answer."""
    return scene.say("Tôi không lưu số điện thoại, nên người hỗ trợ không gọi lại mà nhắn ngay tại đây.")


def status_words(scene: Scene, case: Case) -> str:
    """How a case stands, in one or two sentences; never what was said in it."""
    words = {
        CaseStatus.OPEN: scene.say("Đang chờ người nhận."),
        CaseStatus.CLAIMED: scene.say("Đã có người nhận và đang xem."),
        CaseStatus.ANSWERED: scene.say("Đã có câu trả lời."),
        CaseStatus.CLOSED: scene.say("Đã xong."),
    }
    text = words[case.status]
    if case.due_at is None or case.status not in (CaseStatus.OPEN, CaseStatus.CLAIMED):
        return text
    if case.due_at > scene.now:
        due = scene.say("Chậm nhất {due} sẽ có người trả lời.", due=moment_text(scene, case.due_at))
        return f"{text} {due}"
    phone = scene.catalog.organisation.phone
    late = scene.say("Đã quá hẹn, tôi xin lỗi; người hỗ trợ vẫn đang được nhắc.")
    return f"{text} {late} " + scene.say("Việc gấp xin gọi {phone}.", phone=phone) if phone else f"{text} {late}"


def status(scene: Scene, case: Case | None, code: str) -> Turn:
    """The turn that tells how a case stands, whoever asks."""
    if case is None:
        text = scene.say("Không tìm thấy ca nào có mã {code}. Xin xem lại mã, gồm sáu chữ và số.", code=code)
        ways: tuple[Choice, ...] = (choices.person(scene.speaker),)
    else:
        opened = scene.speaker.short_day(in_vietnam(case.opened_at).date())
        text = scene.say("Ca {code}, mở ngày {day}:", code=case.code, day=opened) + " " + status_words(scene, case)
        ways = (ask_bot(scene),) if is_open(scene) else (choices.person(scene.speaker),)
        if is_open(scene) and case.code == scene.conversation.open_case:
            ways = (*ways, withdraw_choice(scene, case))
    return turn(scene, Outcome.CASE_STATUS, Outbound(text, choices=ways))


def withdraw_choice(scene: Scene, case: Case) -> Choice:
    """The way to end the own case."""
    label = scene.say("Xong, đóng ca") if case.first_answer_at else scene.say("Không cần nữa, rút ca")
    return Choice(choices.withdraw_id(case.code), label)


def rated(scene: Scene, code: str, stars: int) -> Turn:
    """The turn that keeps a rating of a case."""
    text = scene.say("Cảm ơn bác/anh/chị đã chấm {stars} điểm. Muốn góp ý thêm thì nhắn một câu ở đây.", stars=stars)
    state = replace(scene.conversation, waiting_for=f"{Awaited.RATING}:{code}")
    return turn(scene, Outcome.FEEDBACK_TAKEN, Outbound(text), state=state, effects=(RateCase(code, stars),))


def closed_case(conversation: Conversation) -> Conversation:
    """The conversation after its case was closed."""
    return replace(conversation, open_case="", silence_told=False)
