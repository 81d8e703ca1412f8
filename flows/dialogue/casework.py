"""While a case is open: what the citizen writes goes to the person, and the assistant keeps out of the way."""

from dataclasses import replace
from datetime import datetime, timedelta

from flows.cases import CaseStatus
from flows.conversation import AppendToCase, Conversation, Turn
from flows.dialogue import choices
from flows.dialogue.people import ask_bot, closed_case, is_claimed, is_open, no_calls
from flows.dialogue.scene import Scene, note, turn, with_note
from flows.dialogue.typed import Said, said
from flows.messages import Choice, InboundKind, Outbound
from flows.outcomes import Outcome
from flows.privacy import PersonalData

LISTENING = "assistant"  # note: the citizen asked the assistant although a person has the case
_UNTIL = "person-until"  # note: a colleague answers in the platform's own inbox, and the assistant keeps silent
_PAUSE = timedelta(hours=2)
_DELETES = timedelta(minutes=10)  # how long a "1" can still mean "yes, delete" while a person talks


def after_closing(scene: Scene) -> Scene:
    """The scene without a case that was closed, or that nobody knows any more."""
    case = scene.known.open_case
    if not scene.conversation.open_case or (case is not None and case.status is not CaseStatus.CLOSED):
        return scene
    state = with_note(closed_case(scene.conversation), LISTENING, "")
    return replace(scene, conversation=state)


def to_person(scene: Scene) -> Turn | None:
    """The turn that passes the message on to the open case, or None when the assistant should answer itself."""
    if not is_open(scene) or note(scene.conversation, LISTENING):
        return None
    if not scene.text and not scene.message.attachments:
        return None
    edited = scene.message.kind is InboundKind.EDITED
    words = scene.say("(sửa lại) {text}", text=scene.text) if edited else scene.text
    added = AppendToCase(scene.conversation.open_case, words, scene.message.attachments)
    if not is_claimed(scene) and (scene.reading.outcome is Outcome.ANSWERED or said(scene.text) is Said.PERSON):
        return None
    place = _place_said(scene)
    state = replace(scene.conversation, place=place, silence_told=True, waiting_for="", offered=())
    told = [] if scene.conversation.silence_told else [_passed_on(scene)]
    if PersonalData.PHONE in scene.masked.kinds:
        told.append(no_calls(scene))
    replies = (Outbound("\n\n".join(told), choices=(ask_bot(scene),)),) if told else ()
    return turn(scene, Outcome.CASE_CONTINUED, *replies, state=state, effects=(added,))


def answers_bot(scene: Scene) -> bool:
    """Whether a short word may answer what the assistant said last, though a case is open.

    Nobody has claimed it and the assistant had the last word; or it has just asked whether to delete everything.
    """
    if not is_open(scene) or note(scene.conversation, LISTENING) or scene.message.attachments:
        return False
    if not is_claimed(scene):
        return True
    last = scene.conversation.last_at
    return choices.DATA_KEEP in scene.offered_ids and last is not None and scene.now - last <= _DELETES


def given_back(scene: Scene) -> Scene:
    """The scene of a citizen who wants the person again: what is written next is for the person."""
    return replace(scene, conversation=with_note(scene.conversation, LISTENING, ""))


def _place_said(scene: Scene) -> str:
    """The commune the citizen names while a case waits for its team, or the one that is known."""
    reading = None if scene.conversation.place else scene.catalog.places.read(scene.text)
    return reading.certain.code if reading and reading.certain else scene.conversation.place


def _passed_on(scene: Scene) -> str:
    code = scene.conversation.open_case
    if is_claimed(scene):
        return scene.say(
            "Tôi đã chuyển lời vào ca {code}. Đang có người giúp bác/anh/chị nên tôi im lặng nhường lời. "
            "Muốn hỏi tôi việc khác thì bấm Hỏi trợ lý.",
            code=code,
        )
    return scene.say(
        "Tôi đã ghi thêm vào ca {code}, người hỗ trợ sẽ đọc. Từ giờ tôi im lặng ghi giúp. "
        "Muốn hỏi tôi việc khác thì bấm Hỏi trợ lý.",
        code=code,
    )


def also_noted(scene: Scene, made: Turn) -> Turn:
    """The turn `made` with the message added to the open case that nobody has claimed yet."""
    case = scene.known.open_case
    if not is_open(scene) or note(scene.conversation, LISTENING) or not scene.text:
        return made
    if case is not None and case.status is CaseStatus.ANSWERED:
        return made
    if scene.message.choice_id or any(isinstance(effect, AppendToCase) for effect in made.effects):
        return made
    added = AppendToCase(scene.conversation.open_case, scene.text, scene.message.attachments)
    return replace(made, effects=(*made.effects, added))


def silent(conversation: Conversation, now: datetime) -> Conversation:
    """The conversation while a colleague answers in the platform's own inbox."""
    return with_note(conversation, _UNTIL, (now + _PAUSE).isoformat())


def colleague_answers(scene: Scene) -> Turn | None:
    """The turn while a colleague answers in the platform's inbox: silence, said once; None otherwise."""
    until = note(scene.conversation, _UNTIL)
    if not until or datetime.fromisoformat(until) <= scene.now:
        return None
    if scene.conversation.silence_told:
        return turn(scene, Outcome.CASE_CONTINUED)
    text = scene.say("Đang có cán bộ trả lời ở đây nên tôi nhường lời. Muốn hỏi tôi thì bấm Hỏi trợ lý.")
    state = replace(scene.conversation, silence_told=True)
    return turn(scene, Outcome.CASE_CONTINUED, Outbound(text, choices=(ask_bot(scene),)), state=state)


def listen(scene: Scene) -> Turn:
    """The turn after "hỏi trợ lý": the assistant answers again, the case stays open."""
    if not is_open(scene):
        text = scene.say("Tôi nghe đây. Bác/anh/chị cần hỏi việc gì?")
        state = replace(with_note(scene.conversation, _UNTIL, ""), silence_told=False)
        return turn(scene, Outcome.HELP_SHOWN, Outbound(text), state=state)
    state = with_note(scene.conversation, LISTENING, "on")
    text = scene.say(
        "Tôi nghe đây, bác/anh/chị hỏi đi. Ca {code} vẫn mở; muốn nói tiếp với người hỗ trợ thì bấm nút dưới.",
        code=scene.conversation.open_case,
    )
    reply = Outbound(text, choices=(Choice(choices.BACK_TO_PERSON, scene.say("Nói tiếp với người hỗ trợ")),))
    return turn(scene, Outcome.HELP_SHOWN, reply, state=state)


def back_to_person(scene: Scene) -> Turn:
    """The turn that gives the word back to the person."""
    state = replace(with_note(scene.conversation, LISTENING, ""), silence_told=True)
    if not is_open(scene):
        text = scene.say("Ca này đã xong. Bác/anh/chị cần gì cứ nhắn tôi.")
        return turn(scene, Outcome.HELP_SHOWN, Outbound(text), state=state)
    text = scene.say("Vâng, bác/anh/chị cứ nhắn, tôi chuyển thẳng vào ca {code}.", code=scene.conversation.open_case)
    return turn(scene, Outcome.CASE_CONTINUED, Outbound(text, choices=(ask_bot(scene),)), state=state)
