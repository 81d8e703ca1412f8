"""What each choice does, by the kind its id begins with."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flows.conversation import Awaited, KeepFeedback, Turn
from flows.dialogue import (
    asking,
    browsing,
    choices,
    own_data,
    person_picks,
    reminding,
    settings,
    shield,
    stuck,
    talking,
    walking,
    where,
)
from flows.dialogue.answering import answer, ways_back
from flows.dialogue.choices import ChoiceId
from flows.dialogue.scene import Scene, turn
from flows.guides import Aspect
from flows.messages import Outbound
from flows.outcomes import Outcome

Pick = Callable[[Scene, ChoiceId], Turn]
_ASPECTS = {aspect.value: aspect for aspect in Aspect}


def pick(scene: Scene, choice_id: str) -> Turn:
    """The turn a choice leads to; a choice nobody knows leads to what can be done now."""
    taken = choices.take_apart(choice_id)
    return PICKS.get(taken.kind, _unknown)(scene, taken)


def _unknown(scene: Scene, taken: ChoiceId) -> Turn:
    return talking.no_such_choice(scene)


def _gone(scene: Scene) -> Turn:
    text = scene.say("Hướng dẫn này đã được thay. Bác/anh/chị nhắn lại việc cần làm để tôi tìm hướng dẫn mới.")
    state = replace(walking.closed(scene.conversation), guide_id=None)
    return turn(scene, Outcome.HELP_SHOWN, Outbound(text, choices=talking.home_choices(scene)), state=state)


def _guide(scene: Scene, taken: ChoiceId) -> Turn:
    guide = scene.catalog.guides.get(taken.first)
    if guide is None:
        return _gone(scene)
    aspect = _ASPECTS.get(taken.second)
    if aspect is None and scene.conversation.waiting_for == Awaited.WHICH:
        aspect = scene.conversation.aspect  # asked before the guide was clear
    calm = replace(scene, conversation=replace(scene.conversation, refusals=0))
    return answer(calm, guide, (aspect,) if aspect else ())


def _step(scene: Scene, taken: ChoiceId) -> Turn:
    guide = scene.catalog.guides.get(taken.first)
    if guide is None:
        relative = RELATIVE.get(taken.first)
        return relative(scene) if relative else _gone(scene)
    if taken.second == choices.END:
        return walking.finish(scene, guide)
    step = choices.find_step(guide, taken.second) if taken.second else guide.steps[0]
    return walking.show(scene, guide, step) if step else walking.changed(scene, guide)


def _troubles(scene: Scene, taken: ChoiceId) -> Turn:
    guide = scene.catalog.guides.get(taken.first)
    if guide is None:
        return _gone(scene)
    step = choices.find_step(guide, taken.second)
    return stuck.troubles(scene, guide, step) if step else walking.changed(scene, guide)


def _trouble(scene: Scene, taken: ChoiceId) -> Turn:
    guide = scene.catalog.guides.get(taken.first)
    if guide is None:
        return _gone(scene)
    found = choices.find_trouble(guide, taken.second)
    return stuck.fix(scene, guide, *found) if found else walking.changed(scene, guide)


def _none(scene: Scene, taken: ChoiceId) -> Turn:
    stale = taken.first in scene.catalog.guides and taken.first != scene.conversation.guide_id
    return nothing_open(scene) if stale else asking.refused(scene)


def _feedback(scene: Scene, taken: ChoiceId) -> Turn:
    helped = taken.second == "yes"
    effects = (KeepFeedback(taken.first, helped),)
    seen = scene.conversation.feedback_asked
    state = replace(scene.conversation, feedback_asked=seen if taken.first in seen else (*seen, taken.first))
    if helped:
        text = scene.say("Cảm ơn bác/anh/chị đã cho biết. Khi nào cần, cứ nhắn tôi.")
        return turn(
            scene, Outcome.FEEDBACK_TAKEN, Outbound(text), state=replace(state, waiting_for=""), effects=effects
        )
    text = scene.say(
        "Cảm ơn bác/anh/chị đã nói thật. Chỗ nào chưa được, nhắn một câu để người biên tập sửa, hoặc gặp người hỗ trợ."
    )
    state = replace(state, waiting_for=f"{Awaited.REASON}:{taken.first}")
    reply = Outbound(text, choices=(choices.person(scene.speaker),))
    return turn(scene, Outcome.FEEDBACK_TAKEN, reply, state=state, effects=effects, guide_id=taken.first)


def _language(scene: Scene, taken: ChoiceId) -> Turn:
    return settings.set_language(scene, taken.first)


def _manner(scene: Scene, taken: ChoiceId) -> Turn:
    return settings.set_manner(scene, plain=taken.first == "plain")


def _home(scene: Scene, taken: ChoiceId) -> Turn:
    return talking.help_shown(scene) if taken.first == "help" else talking.welcome(scene)


def on(scene: Scene) -> Turn:
    """The turn for "tiếp": the next step, or the first of an answered guide."""
    guide, step = scene.guide, scene.step
    if guide is None:
        return nothing_open(scene)
    if step is None:
        return (
            walking.changed(scene, guide) if scene.conversation.step_id else walking.show(scene, guide, guide.steps[0])
        )
    if step.choices:
        before = scene.say("Ở bước này cần chọn một ý, tôi mới biết đường chỉ tiếp.")
        return walking.show(scene, guide, step, before=before)
    after = guide.step_after(step)
    return walking.show(scene, guide, after) if after else walking.finish(scene, guide)


def back(scene: Scene) -> Turn:
    """The turn for "quay lại": the step left for something beside, the step before, or the answer at the first."""
    guide, path = scene.guide, scene.conversation.path
    if left := _step_left(scene):
        return pick(scene, left)
    if guide is None:
        return nothing_open(scene)
    if len(path) < 2:
        return answer(replace(scene, conversation=walking.closed(scene.conversation)), guide)
    before = guide.step(path[-2])
    return walking.show(scene, guide, before) if before else walking.changed(scene, guide)


def _step_left(scene: Scene) -> str:
    """The id of the step that the screen offers to come back to, or "" when a step or its guide is on the screen."""
    for offered in scene.conversation.offered:
        taken = choices.take_apart(offered.id)
        here = scene.step is not None and choices.step_id(taken.first, scene.step.id) == offered.id
        elsewhere = taken.first != scene.conversation.guide_id and taken.first in scene.catalog.guides
        if taken.kind == "s" and (here or elsewhere):
            return offered.id
    return ""


def resume(scene: Scene) -> Turn:
    """The turn for "tiếp tục việc lúc nãy": the step that was left, or the one that is open."""
    left = _step_left(scene)
    return pick(scene, left) if left else again(scene)


def again(scene: Scene) -> Turn:
    """The turn for "nhắc lại": the same step or answer once more."""
    guide, step = scene.guide, scene.step
    if guide is None:
        return nothing_open(scene)
    if step:
        return walking.show(scene, guide, step)
    if scene.conversation.step_id:
        return walking.changed(scene, guide)
    aspect = scene.conversation.aspect
    return answer(scene, guide, (aspect,) if aspect else ())


def stuck_here(scene: Scene) -> Turn:
    """The turn for "tôi bị kẹt": the usual troubles of the open step, or a person."""
    guide = scene.guide
    if guide is None:
        return nothing_open(scene)
    return stuck.troubles(scene, guide, scene.step)


def stuck_again(scene: Scene) -> Turn:
    """The turn for "tôi bị kẹt" in words: a person for who sees the list of troubles and is still stuck."""
    return pick(scene, choices.PERSON_STUCK) if choices.PERSON_STUCK in scene.offered_ids else stuck_here(scene)


def restart(scene: Scene) -> Turn:
    """The turn for "làm lại từ đầu"."""
    return walking.show(scene, scene.guide, scene.guide.steps[0]) if scene.guide else nothing_open(scene)


def leave(scene: Scene) -> Turn:
    """The turn for "thôi": what was asked is dropped; steps are put away, and can be taken up again."""
    if choices.DATA_KEEP in scene.offered_ids:
        return pick(scene, choices.DATA_KEEP)
    if scene.step is None:
        return talking.goodbye(scene, scene.say("Vâng ạ."))
    text = scene.say('Vâng, mình dừng ở đây. Lúc nào muốn làm tiếp, bác/anh/chị nhắn "tiếp".')
    return turn(
        scene, Outcome.SMALL_TALK, Outbound(text, choices=ways_back(scene)), state=replace(scene.conversation, misses=0)
    )


def nothing_open(scene: Scene) -> Turn:
    """The turn for a word about steps when no guide is open."""
    text = scene.say('Bác/anh/chị cho biết cần làm việc gì, ví dụ "đăng ký tạm trú", rồi tôi chỉ từng bước.')
    return turn(scene, Outcome.HELP_SHOWN, Outbound(text, choices=talking.home_choices(scene)))


RELATIVE: Mapping[str, Callable[[Scene], Turn]] = {
    "next": on,
    "back": back,
    "repeat": again,
    "stuck": stuck_here,
    "restart": restart,
    "leave": leave,
}
PICKS: Mapping[str, Pick] = {
    "g": _guide,
    "s": _step,
    "t": _troubles,
    "k": _trouble,
    "n": _none,
    "p": person_picks.fetched,
    "b": person_picks.listener,
    "c": person_picks.case,
    "e": person_picks.stars,
    "f": _feedback,
    "l": _language,
    "m": _manner,
    "d": own_data.picked,
    "r": reminding.picked,
    "w": where.picked,
    "x": shield.picked,
    "o": browsing.picked,
    "h": _home,
}
