"""Free text that answers what was asked just before, and the way back after a pause."""

from dataclasses import replace
from datetime import timedelta

from flows.conversation import Awaited, Conversation, LogMissed, RateCase, Turn
from flows.dialogue import choices
from flows.dialogue.scene import Scene, turn
from flows.dialogue.typed import Said, said
from flows.dialogue.understood import understood
from flows.dialogue.walking import nearest_step
from flows.messages import Choice, InboundKind, Outbound
from flows.outcomes import Outcome

PAUSE = timedelta(hours=6)
_TAKES_UP = frozenset({Said.NEXT, Said.YES, Said.REPEAT, Said.BEGIN, Said.BACK})
_UNDERSTOOD = frozenset({Outcome.ANSWERED, Outcome.DIRECTORY})


def word_after(scene: Scene) -> Turn | None:
    """The turn that keeps a reason or a word about a case, or None when the text is a question of its own."""
    kind, _, subject = scene.conversation.waiting_for.partition(":")
    if kind not in (Awaited.REASON, Awaited.RATING) or not scene.text:
        return None
    if scene.reading.outcome in _UNDERSTOOD and not _speaks_on(scene):
        return _answered_too(scene, subject) if kind == Awaited.REASON else None
    text = scene.say("Cảm ơn bác/anh/chị, tôi đã ghi lại.")
    state = replace(scene.conversation, waiting_for="")
    effect = (
        RateCase(subject, comment=scene.text)
        if kind == Awaited.RATING
        else LogMissed(scene.text, Outcome.FEEDBACK_TAKEN, (subject,))
    )
    reply = Outbound(text, choices=(choices.person(scene.speaker),))
    return turn(scene, Outcome.FEEDBACK_TAKEN, reply, state=state, effects=(effect,))


def _speaks_on(scene: Scene) -> bool:
    """Whether the text names nothing of its own, as reasons often do ("đọc mãi mà rối")."""
    return scene.reading.follow_up and scene.reading.aspect is None


def _answered_too(scene: Scene, subject: str) -> Turn:
    kept = LogMissed(scene.text, Outcome.FEEDBACK_TAKEN, (subject,))
    answer = understood(replace(scene, conversation=replace(scene.conversation, waiting_for="")))
    return replace(answer, effects=(*answer.effects, kept))


def paused(scene: Scene) -> bool:
    """Whether the citizen was away for a while."""
    last = scene.conversation.last_at
    return last is not None and scene.now - last > PAUSE


def rested(conversation: Conversation) -> Conversation:
    """The conversation after a pause: what was counted or asked before no longer weighs."""
    return replace(conversation, misses=0, refusals=0, waiting_for="")


def take_up(scene: Scene) -> Turn | None:
    """The turn that offers to go on where the citizen stopped, or None when there is a new subject."""
    guide = scene.guide
    if guide is None or not scene.conversation.step_id or not paused(scene) or not _comes_back(scene):
        return None
    step = scene.step or nearest_step(scene.conversation, guide)
    number = max(len(scene.conversation.path), 1)
    values = {"number": number, "title": scene.title(guide)}
    last = scene.conversation.last_at
    days = (scene.now - last).days if last else 0
    text = (
        scene.say(
            "Chào bác/anh/chị. Hôm trước mình đang ở bước {number} của việc: {title}. Làm tiếp không ạ?", **values
        )
        if days
        else scene.say("Lúc nãy mình đang ở bước {number} của việc: {title}. Làm tiếp không ạ?", **values)
    )
    ways = (
        Choice(choices.step_id(guide.id, step.id), scene.say("Làm tiếp bước {number}", number=number)),
        Choice(choices.step_id(guide.id, guide.steps[0].id), scene.say("Làm lại từ đầu")),
        Choice(choices.START, scene.say("Hỏi việc khác")),
        choices.person(scene.speaker),
    )
    return turn(scene, Outcome.ASKED_BACK, Outbound(text, choices=ways), guide_id=guide.id, step_id=step.id)


def _comes_back(scene: Scene) -> bool:
    if scene.message.choice_id:
        return False
    if scene.message.kind is InboundKind.STARTED or scene.text == "/start":
        return not scene.message.start_with
    return scene.reading.outcome is Outcome.SMALL_TALK or said(scene.text) in _TAKES_UP
