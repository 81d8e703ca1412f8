"""Typed words that act on what is on the screen: "1", "cái thứ hai", "đúng rồi", "thôi", "tiếp"."""

from collections.abc import Callable, Mapping

from flows.conversation import Turn
from flows.dialogue import asking, casework, choices, person_picks, picks, talking
from flows.dialogue.people import is_open
from flows.dialogue.scene import Scene, turn
from flows.dialogue.typed import Said, chosen, said
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome
from flows.words import short_form

_PICK_LIST = frozenset("gwk")  # kinds of choices that are alternatives: "yes" to several says nothing
_DONE = frozenset("xong|xong roi|da xong|lam xong|lam xong roi|roi|duoc roi|toi lam roi|da lam xong|done".split("|"))
_OF_GUIDES = frozenset("sgktn")
_ASKED = frozenset("gsfohmldw")  # kinds whose first choice a "yes" can mean; to any other nothing was asked
_ASKED_ONE = frozenset({choices.PERSON_LOOKS, choices.RESULT_HERE})


def for_bot(scene: Scene) -> Turn | None:
    """The turn for what the assistant is told although a person has the case, or None."""
    meaning = said(scene.text)
    if meaning is Said.ASK_BOT:
        return casework.listen(scene)
    if meaning is Said.TO_PERSON and is_open(scene):
        return casework.back_to_person(scene)
    if meaning is Said.PERSON or not casework.answers_bot(scene):
        return None
    picked = isinstance(chosen(scene.text, scene.conversation.offered), Choice)
    walks = any(one[:1] in _OF_GUIDES or one == choices.DATA_KEEP for one in scene.offered_ids)
    return typed(scene) if picked or (meaning and walks) else None


def typed(scene: Scene) -> Turn | None:
    """The turn for a short answer, or None when the text is more than that."""
    offered = scene.conversation.offered
    choice = chosen(scene.text, offered)
    if isinstance(choice, Choice):
        return picks.pick(scene, choice.id)
    if choice is not None:
        return _no_such_number(scene, len(offered))
    meaning = said(scene.text)
    if meaning in MEANINGS:
        return MEANINGS[meaning](scene)
    return None


def agrees_or_not(scene: Scene) -> Turn | None:
    """The turn for assent or dissent in words the reader knows, when something is open to be agreed to."""
    if scene.reading.outcome is not Outcome.SMALL_TALK or not (scene.conversation.offered or scene.guide):
        return None
    meaning = {"agree": _yes, "disagree": _wrong}.get(scene.reading.topic)
    return meaning(scene) if meaning else None


def _no_such_number(scene: Scene, count: int) -> Turn:
    if not count:
        text = scene.say("Hiện chưa có mục nào để chọn. Bác/anh/chị nhắn việc cần làm giúp tôi.")
        return turn(scene, Outcome.HELP_SHOWN, Outbound(text, choices=talking.home_choices(scene)))
    text = scene.say("Bác/anh/chị chọn giúp một số từ 1 đến {count}.", count=count)
    if count == 1:
        text = scene.say("Bác/anh/chị nhắn số 1 để chọn mục dưới đây, hoặc nói lại việc cần làm.")
    here = scene.guide.id if scene.guide and scene.step else None
    reply = Outbound(text, choices=scene.conversation.offered)
    return turn(scene, Outcome.ASKED_BACK, reply, guide_id=here, step_id=scene.step.id if scene.step else None)


def _yes(scene: Scene) -> Turn:
    offered = scene.conversation.offered
    kinds = [choice.id[:1] for choice in offered]
    branches = scene.step is not None and bool(scene.step.choices)
    several = len(kinds) > 1 and kinds[0] in _PICK_LIST and kinds[1] == kinds[0]
    if not offered and scene.guide:
        return picks.on(scene)
    if not offered:
        return _nothing_asked(scene) if scene.conversation.last_at else talking.welcome(scene)
    if several or branches:
        return _no_such_number(scene, len(offered))
    if kinds[0] not in _ASKED and offered[0].id not in _ASKED_ONE:
        return _nothing_asked(scene)
    return picks.pick(scene, offered[0].id)


def _nothing_asked(scene: Scene) -> Turn:
    """The turn for "ok" or "không" to words that asked nothing: nobody is fetched and nothing taken back for it."""
    if scene.conversation.misses or scene.conversation.refusals:
        return picks.nothing_open(scene)
    return talking.goodbye(scene, scene.say("Vâng ạ."))


def _no(scene: Scene) -> Turn:
    ids = scene.offered_ids
    declines = [
        found
        for found in ids
        if found in (choices.DATA_KEEP, choices.RESULT_LATE, choices.START) or found.endswith(":no")
    ]
    if declines:
        return picks.pick(scene, declines[0])
    if scene.step is not None and choices.PERSON_STUCK not in ids:
        return picks.stuck_here(scene)
    if ids and ids[0][:1] in "re" and not scene.guide:
        return _nothing_asked(scene)
    return _wrong(scene)


def _wrong(scene: Scene) -> Turn:
    ids = scene.offered_ids
    if choices.PERSON_STUCK in ids:
        return picks.pick(scene, choices.PERSON_STUCK)
    offered_guides = choices.NONE_OF_THESE in ids
    if offered_guides or scene.guide or scene.conversation.refusals:
        return asking.refused(scene)
    return picks.nothing_open(scene)


def _next(scene: Scene) -> Turn:
    """The turn for "tiếp" or "xong": who is at no step and is done has read enough, and need not begin any."""
    if scene.guide and not scene.conversation.step_id and short_form(scene.text) in _DONE:
        return talking.goodbye(scene, scene.say("Vâng ạ."))
    return picks.on(scene)


MEANINGS: Mapping[Said | None, Callable[[Scene], Turn]] = {
    Said.YES: _yes,
    Said.NO: _no,
    Said.WRONG: _wrong,
    Said.NEXT: _next,
    Said.BEGIN: picks.on,
    Said.BACK: picks.back,
    Said.REPEAT: picks.again,
    Said.STUCK: picks.stuck_again,
    Said.RESUME: picks.resume,
    Said.RESTART: picks.restart,
    Said.LEAVE: picks.leave,
    Said.PERSON: person_picks.person,
}
