"""What the citizen reads from the desk."""

from dataclasses import replace
from datetime import datetime

from flows.cases import Case
from flows.catalog import Catalog
from flows.conversation import Conversation
from flows.dialogue.reopening import after_close, closing_ways
from flows.messages import Attachment, Outbound
from flows.organisation import Rung


def answer(case: Case, catalog: Catalog, text: str, attachments: tuple[Attachment, ...]) -> Outbound:
    """An answer of the team."""
    say = catalog.phrases.speaker(case.language).say
    words = say("Tổ công nghệ số cộng đồng trả lời ca {code}:", code=case.code)
    return Outbound(f"{words}\n\n{text}" if text else words, attachments=attachments)


def moved_up(case: Case, rung: Rung, catalog: Catalog, now: datetime) -> Outbound:
    """That the case went up to `rung`, and until when somebody answers there, or which number to call."""
    speaker = catalog.phrases.speaker(case.language)
    if rung.is_outside:
        text = speaker.say(
            "Ca {code} chưa có người trả lời kịp, tôi xin lỗi. Việc cần ngay thì bác/anh/chị gọi {phone} ({name}). "
            "Ca vẫn để mở, khi có người trả lời tôi báo tại đây.",
            code=case.code,
            phone=rung.phone,
            name=rung.name,
        )
        return Outbound(text)
    text = speaker.say("Ca {code} đã được chuyển lên {name}.", code=case.code, name=rung.name)
    if case.due_at is not None and case.due_at > now:
        due = speaker.say("Chậm nhất {due} sẽ có người trả lời.", due=speaker.soon(case.due_at, now))
        text = f"{text} {due}"
    return Outbound(text)


def late(case: Case, catalog: Catalog) -> Outbound:
    """That the promised time has passed without an answer, and whom to call meanwhile."""
    say = catalog.phrases.speaker(case.language).say
    text = say(
        "Ca {code} đã quá hẹn mà chưa có người trả lời, tôi xin lỗi; người hỗ trợ vẫn đang được nhắc.", code=case.code
    )
    if phone := catalog.organisation.phone:
        call = say("Việc gấp xin gọi {phone}.", phone=phone)
        text = f"{text} {call}"
    return Outbound(text)


def merged(case: Case, into: Case, catalog: Catalog) -> Outbound:
    """That the case goes on as another one."""
    say = catalog.phrases.speaker(case.language).say
    return Outbound(
        say(
            "Ca {code} được gộp vào ca {into} vì cùng một việc. Người hỗ trợ trả lời tiếp tại đây.",
            code=case.code,
            into=into.code,
        )
    )


def reopened(case: Case, catalog: Catalog) -> Outbound:
    """That a member opened the case again."""
    say = catalog.phrases.speaker(case.language).say
    return Outbound(say("Ca {code} được mở lại. Người hỗ trợ sẽ nhắn tiếp tại đây.", code=case.code))


def closed(case: Case, conversation: Conversation, catalog: Catalog) -> tuple[Conversation, Outbound]:
    """What the citizen is told when a case is closed, and the conversation after it: rated once, never asked again."""
    speaker = catalog.phrases.speaker(conversation.language)
    text = speaker.say(
        "Ca {code} đã xong. Từ giờ trợ lý trả lời tiếp, bác/anh/chị cần gì cứ nhắn.\n\n"
        "Người hỗ trợ giúp có tốt không? Chấm từ 1 (chưa tốt) đến 5 (rất tốt).",
        code=case.code,
    )
    ways = closing_ways(case.code, speaker, can_reopen=bool(catalog.organisation.reopen_days))
    return replace(after_close(conversation, case.code), offered=ways), Outbound(text, choices=ways)
