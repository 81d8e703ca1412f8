"""Reminders the citizen asks for: set in words, confirmed with the full date, listed, cancelled, and due."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from flows.catalog import Catalog
from flows.conversation import Awaited, CancelReminder, Conversation, Reminder, SetReminder, Turn
from flows.dialogue import choices
from flows.dialogue.answering import answer, back_to_step
from flows.dialogue.scene import Scene, heard, note, turn, with_note
from flows.guides import Aspect
from flows.hours import in_vietnam
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome
from flows.reminders import When, read_moment, tells_result_day, wants_reminder, what_for

_REMINDERS = r"(?:loi nhac|nhac hen|lich nhac|nhac viec|reminders?)"
_CANCELS = re.compile(
    rf"\b(?:huy|xoa|bo|tat|cancel|delete) (?:\w+ ){{0,3}}{_REMINDERS}(?: (?:so |thu )?(\d))?\b"
    r"|\b(?:huy|xoa|bo) (?:cai |viec )?nhac(?: (?:do|nay|viec|di|lai|cho (?:toi|em|bac)|toi|em|bac))*$"
    r"|\b(?:dung|khong can|thoi|khoi) nhac (?:(?:toi|em|minh|bac|chau) )?nua\b"
)
_LISTS = re.compile(
    rf"\b(?:xem|coi|liet ke|danh sach|show|list) (?:\w+ ){{0,3}}{_REMINDERS}\b"
    rf"|\b(?:co|con|dat) (?:\w+ ){{0,2}}{_REMINDERS} (?:nao|gi|chua|khong)\b"
)
_WHAT = "reminder-text"
_FARTHEST = timedelta(days=731)
_MOST = 20
LATE_GUIDE = "ho-so-tre-han"


def asked(scene: Scene) -> Turn | None:
    """The turn for a wish to be reminded, to see or cancel reminders, or a stated result day; None otherwise."""
    if cancels := _CANCELS.search(scene.words):
        return _cancel_said(scene, cancels.group(1))
    if _LISTS.search(scene.words):
        return listed(scene)
    if wants_reminder(scene.text):
        when = read_moment(scene.text, scene.now)
        return _set(scene, when, what_for(scene.text, when)) if when else _ask_when(scene, what_for(scene.text, None))
    if tells_result_day(scene.text):
        when = read_moment(scene.text, scene.now)
        if when and when.said_day and when.at.date() >= scene.today:
            return _set(scene, when, "", result_day=True)
    return None


def _cancel_said(scene: Scene, number: str | None) -> Turn:
    """The turn for "hủy lời nhắc 2"; which one is asked where several are kept and none is named."""
    kept = _in_order(scene)
    place = int(number or 0) or (1 if len(kept) == 1 else 0)
    return _cancelled(scene, kept[place - 1].id) if 1 <= place <= len(kept) else listed(scene)


def _in_order(scene: Scene) -> list[Reminder]:
    return sorted(scene.known.reminders, key=lambda reminder: reminder.at)


def answered(scene: Scene) -> Turn | None:
    """The turn for the moment that was asked for, or None when the text names none."""
    if scene.conversation.waiting_for != Awaited.REMINDER:
        return None
    when = read_moment(scene.text, scene.now)
    return _set(scene, when, note(scene.conversation, _WHAT) or what_for(scene.text, when)) if when else None


def _ask_when(scene: Scene, what: str) -> Turn:
    state = replace(with_note(scene.conversation, _WHAT, what[:200]), waiting_for=Awaited.REMINDER)
    text = scene.say('Nhắc vào lúc nào ạ? Ví dụ: "thứ hai tuần sau 8 giờ", "28/11", "chiều mai".')
    return turn(scene, Outcome.REMINDER_SET, Outbound(text), state=state)


def _set(scene: Scene, when: When, what: str, *, result_day: bool = False) -> Turn:
    if when.at <= scene.now or when.at - scene.now > _FARTHEST:
        return _bad_moment(scene, when)
    if len(scene.known.reminders) >= _MOST:
        return listed(scene, scene.say("Đã có {count} lời nhắc. Hủy bớt rồi đặt thêm.", count=_MOST))
    text = what or _default_text(scene, result_day=result_day)
    reminder = Reminder(
        id=scene.known.new_reminder_id,
        at=when.at,
        text=text[:300],
        guide_id=scene.conversation.guide_id,
        is_result_day=result_day or tells_result_day(text),
    )
    state = heard(with_note(scene.conversation, _WHAT, ""))
    ways = choices.present(
        back_to_step(scene),
        Choice(f"r:cancel:{reminder.id}", scene.say("Hủy lời nhắc này")),
        Choice(choices.REMINDERS, scene.say("Xem các lời nhắc")),
    )
    reply = Outbound(_confirmed(scene, when, reminder), choices=ways)
    return turn(scene, Outcome.REMINDER_SET, reply, state=state, effects=(SetReminder(reminder),))


def _confirmed(scene: Scene, when: When, reminder: Reminder) -> str:
    lines = [
        scene.say("Vâng, tôi sẽ nhắc lúc {moment}: {text}.", moment=scene.speaker.moment(when.at), text=reminder.text)
    ]
    if not when.said_hour:
        lines.append(scene.say("Chưa thấy nói giờ nên tôi lấy {hour}.", hour=scene.speaker.hour(when.at)))
    window = scene.known.reply_window
    if window and when.at - scene.now > window:
        lines.append(
            scene.say("Kênh này chỉ cho tôi nhắn trước một thời gian, gần hôm đó bác/anh/chị nhắn tôi một câu nhé.")
        )
    return "\n\n".join(lines)


def _bad_moment(scene: Scene, when: When) -> Turn:
    moment = scene.speaker.moment(when.at)
    if when.at <= scene.now:
        text = scene.say("{moment} đã qua rồi. Bác/anh/chị cho tôi ngày giờ khác nhé.", moment=moment)
    else:
        text = scene.say(
            "{moment} xa quá, tôi chỉ giữ lời nhắc trong hai năm. Cho tôi ngày gần hơn nhé.", moment=moment
        )
    state = replace(scene.conversation, waiting_for=Awaited.REMINDER)
    return turn(scene, Outcome.REMINDER_SET, Outbound(text), state=state)


def _default_text(scene: Scene, *, result_day: bool) -> str:
    guide = scene.guide
    if result_day:
        return (
            scene.say("ngày trả kết quả: {title}", title=scene.title(guide)) if guide else scene.say("ngày trả kết quả")
        )
    return scene.title(guide) if guide else scene.say("việc bác/anh/chị đã dặn")


def listed(scene: Scene, before: str = "") -> Turn:
    """The turn that lists the reminders, each with a way to cancel it."""
    reminders = _in_order(scene)
    if not reminders:
        text = scene.say('Chưa có lời nhắc nào. Muốn đặt thì nhắn, ví dụ: "nhắc tôi thứ hai 8 giờ lấy kết quả".')
        return turn(scene, Outcome.REMINDER_SET, Outbound(text, choices=(choices.person(scene.speaker),)))
    lines = [before] if before else []
    lines.append(scene.say("Các lời nhắc đang có:"))
    lines += [f"• {scene.speaker.moment(in_vietnam(reminder.at))}: {reminder.text}" for reminder in reminders]
    ways = tuple(
        choices.labelled(f"r:cancel:{reminder.id}", scene.say("Hủy: {text}", text=reminder.text))
        for reminder in reminders[: choices.MAX_CHOICES]
    )
    return turn(scene, Outcome.REMINDER_SET, Outbound("\n".join(lines), choices=ways))


def picked(scene: Scene, taken: choices.ChoiceId) -> Turn:
    """The turn for a choice about reminders or a result day."""
    if taken.first == "cancel":
        return _cancelled(scene, taken.second)
    if taken.first == "got":
        text = scene.say("Tốt quá. Bác/anh/chị xem lại thông tin trên giấy tờ; thấy sai thì báo ngay nơi cấp.")
        return turn(scene, Outcome.REMINDER_SET, Outbound(text, choices=(choices.person(scene.speaker),)))
    if taken.first == "late":
        return _late(scene)
    return listed(scene)


def _cancelled(scene: Scene, reminder_id: str) -> Turn:
    if not any(reminder.id == reminder_id for reminder in scene.known.reminders):
        return listed(scene, scene.say("Lời nhắc này không còn."))
    left = tuple(reminder for reminder in scene.known.reminders if reminder.id != reminder_id)
    without = replace(scene, known=replace(scene.known, reminders=left))
    done = listed(without, scene.say("Đã hủy lời nhắc."))
    if not left:
        text = scene.say("Đã hủy lời nhắc. Không còn lời nhắc nào khác.")
        done = turn(scene, Outcome.REMINDER_SET, Outbound(text))
    return replace(done, effects=(CancelReminder(reminder_id),))


def _late(scene: Scene) -> Turn:
    guide = scene.catalog.guides.get(LATE_GUIDE)
    words = scene.say(
        'Có thể nói hoặc viết thế này: "Hồ sơ mã số … của tôi hẹn trả ngày … nhưng đến nay chưa có kết quả. '
        'Đề nghị cho biết lý do và ngày trả cụ thể."'
    )
    if guide is None:
        reply = Outbound(words, choices=(choices.person(scene.speaker),))
        return turn(scene, Outcome.REMINDER_SET, reply)
    told = answer(scene, guide, (Aspect.STEPS,))
    return replace(told, replies=(Outbound(words), *told.replies))


def announce(reminder: Reminder, conversation: Conversation, catalog: Catalog, now: datetime) -> Outbound:
    """The message when a reminder is due; on a result day it asks whether the result came."""
    speaker = catalog.phrases.speaker(conversation.language)
    text = speaker.say("Bác/anh/chị nhờ nhắc: {text}.", text=reminder.text)
    if reminder.is_result_day:
        ask = speaker.say("Hôm nay là ngày trả kết quả. Bác/anh/chị đã nhận được chưa?")
        ways = (
            Choice(choices.RESULT_HERE, speaker.say("Nhận được rồi")),
            Choice(choices.RESULT_LATE, speaker.say("Chưa có, làm sao đây?")),
        )
        return Outbound(f"{text}\n\n{ask}", choices=ways)
    guide = catalog.guides.get(reminder.guide_id or "")
    ways_on = [choices.person(speaker)]
    if guide:
        title = guide.title.in_language(conversation.language)
        ways_on.insert(
            0, choices.labelled(choices.answer_id(guide.id), speaker.say("Xem hướng dẫn: {title}", title=title))
        )
    return Outbound(text, choices=tuple(ways_on))
