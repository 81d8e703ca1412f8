"""Steps of a guide, one at a time: on, back, again, stuck, done."""

import re
from dataclasses import replace

from flows.answers import fact_line
from flows.conversation import Conversation, Turn
from flows.dialogue import choices
from flows.dialogue.answering import voice_of
from flows.dialogue.choices import labelled, step_id
from flows.dialogue.scene import Scene, turn
from flows.guides import Guide, Step
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome

_CONDITIONS = frozenset("Nếu Không Chưa Bị Quá Khi Thấy Trường Vẫn Lỡ Hết Muốn Sai".split())
_ON_A_SCREEN = re.compile(r"\b(bấm|gõ)\b", re.IGNORECASE)  # steps that name what stands on somebody else's screen
_BRANCHES = 5  # most branches of one step that get a button


def show(scene: Scene, guide: Guide, step: Step, *, before: str = "") -> Turn:
    """The turn that shows a step; `before` is said first."""
    path = walked(scene.conversation, guide, step)
    state = replace(
        scene.conversation,
        guide_id=guide.id,
        step_id=step.id,
        path=path,
        troubles_tried=scene.conversation.troubles_tried if scene.conversation.step_id == step.id else (),
        waiting_for="",
        misses=0,
        refusals=0,
    )
    reply = Outbound(
        "\n\n".join(part for part in (before, step_text(scene, guide, step, path)) if part),
        choices=step_choices(scene, guide, step, path),
        picture=step.picture,
        link=step.link,
        replaces_previous=not before and scene.message.choice_id is not None,
    )
    return turn(scene, Outcome.STEP_SHOWN, reply, state=state, guide_id=guide.id, step_id=step.id)


def walked(conversation: Conversation, guide: Guide, step: Step) -> tuple[str, ...]:
    """The steps shown so far up to `step`; going back shortens the way."""
    path = conversation.path if conversation.guide_id == guide.id else ()
    if step.id in path:
        return path[: path.index(step.id) + 1]
    if step is guide.steps[0]:
        return (step.id,)
    return (*path, step.id)


def step_text(scene: Scene, guide: Guide, step: Step, path: tuple[str, ...]) -> str:
    """The words of a step: where on the way it is, what to do, what is seen then."""
    total = len(path) + _left(guide, step)
    number = (
        scene.say("Bước {number}:", number=len(path))
        if _divides_ahead(guide, step)
        else scene.say("Bước {number} trong {total} bước:", number=len(path), total=total)
    )
    lines = [f"{number}\n{step.text}"]
    if step.screen:
        lines.append(scene.say("Làm đúng sẽ thấy: {screen}", screen=step.screen))
    if [one for one in path if _presses(guide, one)] == [step.id]:
        lines.append(scene.say("Tên nút trên máy có thể khác một chút, chọn chữ gần giống nhất."))
    if step.otherwise and not scene.conversation.plain:
        lines.append(otherwise_text(scene, step))
    if step.choices:
        lines.append(scene.say("Chọn một ý dưới đây."))
    return "\n\n".join(lines)


def _presses(guide: Guide, step_id: str) -> bool:
    step = guide.step(step_id)
    return step is not None and _ON_A_SCREEN.search(step.text) is not None


def otherwise_text(scene: Scene, step: Step) -> str:
    """What to do when the step did not go as described."""
    if step.otherwise.split(" ", 1)[0] in _CONDITIONS:
        return step.otherwise
    return scene.say("Nếu không được: {otherwise}", otherwise=step.otherwise)


def step_choices(scene: Scene, guide: Guide, step: Step, path: tuple[str, ...]) -> tuple[Choice, ...]:
    """The ways on from a step."""
    ways = [_branch(guide, choice.label, choice.to, choice.guide) for choice in step.choices[:_BRANCHES]]
    if not ways:
        after = guide.step_after(step)
        label = scene.say("Tiếp") if after else scene.say("Xong")
        ways = [Choice(step_id(guide.id, after.id if after else choices.END), label)]
    stuck = Choice(choices.troubles_id(guide.id, step.id), scene.say("Tôi bị kẹt"))
    person = choices.person(scene.speaker)
    if scene.conversation.plain:
        return (*ways, stuck, person)
    back = [Choice(step_id(guide.id, path[-2]), scene.say("Quay lại"))] if len(path) > 1 else []
    more = [] if step.choices else [Choice(choices.LEAVE, scene.say("Dừng ở đây"))]
    return (*ways, *back, stuck, *more, person)


def _branch(guide: Guide, label: str, to: str | None, other_guide: str | None) -> Choice:
    if other_guide:
        return labelled(choices.answer_id(other_guide), label)
    return labelled(step_id(guide.id, to or choices.END), label)


def _left(guide: Guide, step: Step) -> int:
    return sum(1 for _ in guide.steps_after(step))


def _divides_ahead(guide: Guide, step: Step) -> bool:
    return any(here.choices for here in (step, *guide.steps_after(step)))


def finish(scene: Scene, guide: Guide) -> Turn:
    """The turn that ends a guide: what comes of it, and whether it helped."""
    lines = [scene.say("Vậy là xong các bước của việc: {title}.", title=scene.title(guide))]
    lines += [fact_line(voice_of(scene), fact) for fact in guide.result[:2] if fact.holds_on(scene.today)]
    ask = guide.id not in scene.conversation.feedback_asked
    if ask:
        lines.append(scene.say("Hướng dẫn này có giúp được không?"))
    state = replace(closed(scene.conversation), guide_id=guide.id, misses=0, refusals=0, waiting_for="")
    if ask:
        state = replace(state, feedback_asked=(*state.feedback_asked, guide.id))
    reply = Outbound("\n\n".join(lines), choices=(*helped_choices(scene, guide, ask=ask), *related(scene, guide)))
    return turn(scene, Outcome.GUIDE_FINISHED, reply, state=state, guide_id=guide.id)


def helped_choices(scene: Scene, guide: Guide, *, ask: bool) -> tuple[Choice, ...]:
    """Yes and no to "did it help", when it is asked."""
    if not ask:
        return (choices.person(scene.speaker),)
    return (
        Choice(choices.feedback_id(guide.id, helped=True), scene.say("Có, giúp được")),
        Choice(choices.feedback_id(guide.id, helped=False), scene.say("Chưa giúp được")),
        choices.person(scene.speaker),
    )


def related(scene: Scene, guide: Guide) -> tuple[Choice, ...]:
    """The nearest other guides."""
    known = [scene.catalog.guides[other] for other in guide.related if other in scene.catalog.guides]
    return tuple(labelled(choices.answer_id(other.id), scene.title(other)) for other in known[:3])


def closed(conversation: Conversation) -> Conversation:
    """The conversation with no step open."""
    return replace(conversation, step_id=None, path=(), troubles_tried=())


def nearest_step(conversation: Conversation, guide: Guide) -> Step:
    """The last step already shown that the guide still has, or its first."""
    known = [step for step in map(guide.step, reversed(conversation.path)) if step is not None]
    return known[0] if known else guide.steps[0]


def changed(scene: Scene, guide: Guide) -> Turn:
    """The turn after a guide was edited so that the citizen's step is gone."""
    before = scene.say("Hướng dẫn này vừa được cập nhật, mình làm tiếp từ bước gần nhất.")
    return show(scene, guide, nearest_step(scene.conversation, guide), before=before)
