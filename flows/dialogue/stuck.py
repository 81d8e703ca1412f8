"""Stuck at a step: the usual troubles, one fix at a time, and a person when none of them helps."""

from dataclasses import replace

from rapidfuzz import fuzz

from flows.cases import CaseReason
from flows.conversation import Conversation, Turn
from flows.dialogue import choices
from flows.dialogue.choices import labelled, step_id
from flows.dialogue.people import hand_over
from flows.dialogue.scene import Scene, turn
from flows.dialogue.walking import walked
from flows.guides import Guide, Step, Trouble
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome
from flows.words import syllables

_SHOWN = 5
SAME = 92  # of 100; from here on the words are the editor's own, whatever else they may mean
_ALIKE = 80  # of 100; below it, what was written is not the trouble an editor described


def untried(scene: Scene, guide: Guide, step: Step | None) -> list[tuple[Step | None, Trouble]]:
    """The usual troubles at a step, or of all steps, then of the guide as a whole, whose fix was not shown yet."""
    tried = scene.conversation.troubles_tried
    own = [pair for pair in choices.troubles_of(guide) if step is None or pair[0] is None or pair[0] is step]
    own.sort(key=lambda pair: pair[0] is None)
    return [pair for pair in own if choices.trouble_key(*pair) not in tried]


def troubles(scene: Scene, guide: Guide, step: Step | None) -> Turn:
    """The turn that lists what usually goes wrong here, or hands over when nothing is left to try."""
    left = untried(scene, guide, step)
    if not left:
        return hand_over(scene, CaseReason.STUCK, question=where_stuck(scene, step))
    ways = [labelled(choices.trouble_id(guide.id, at, trouble), trouble.symptom) for at, trouble in left[:_SHOWN]]
    other = Choice(choices.PERSON_STUCK, scene.say("Không có trong này"))
    here = step or guide.steps[0]
    again = Choice(
        step_id(guide.id, here.id), scene.say("Xem lại bước này") if step else scene.say("Bắt đầu từng bước")
    )
    text = scene.say("Bác/anh/chị đang gặp chuyện nào dưới đây?")
    if step and step.otherwise and not scene.conversation.troubles_tried:
        text = f"{step.otherwise}\n\n{text}"
    state = replace(at_step(scene, guide, step) if step else scene.conversation, misses=0)
    reply = Outbound(text, choices=(*ways, other, again))
    shown_at = step.id if step else None
    return turn(scene, Outcome.TROUBLE_SHOWN, reply, state=state, guide_id=guide.id, step_id=shown_at)


def where_stuck(scene: Scene, step: Step | None) -> str:
    """The question a person gets: the citizen's words where there are any, and the step."""
    place = step.text if step else scene.title(scene.guide) if scene.guide else ""
    question = scene.say("Bị kẹt ở bước: {step}", step=place)
    return f"{scene.text} ({question})" if scene.text and scene.message.choice_id is None else question


def fix(scene: Scene, guide: Guide, step: Step | None, trouble: Trouble) -> Turn:
    """The turn that says what to do about a trouble, and where it goes on from there."""
    here = step or scene.step or guide.steps[0]
    target = guide.step(trouble.to) if trouble.to else here
    state = at_step(scene, guide, here)
    key = choices.trouble_key(step, trouble)
    state = replace(state, troubles_tried=(*(tried for tried in state.troubles_tried if tried != key), key))
    ways = (
        Choice(step_id(guide.id, (target or here).id), scene.say("Được rồi, làm tiếp")),
        Choice(choices.troubles_id(guide.id, here.id), scene.say("Vẫn chưa được")),
        choices.person(scene.speaker),
    )
    return turn(
        scene,
        Outcome.TROUBLE_SHOWN,
        Outbound(trouble.fix, choices=ways),
        state=state,
        guide_id=guide.id,
        step_id=here.id,
    )


def at_step(scene: Scene, guide: Guide, step: Step) -> Conversation:
    """The conversation standing at `step`, with what was tried there."""
    conversation = scene.conversation
    if conversation.guide_id == guide.id and conversation.step_id == step.id:
        return replace(conversation, waiting_for="")
    path = walked(conversation, guide, step)
    return replace(conversation, guide_id=guide.id, step_id=step.id, path=path, troubles_tried=(), waiting_for="")


def described(scene: Scene, at_least: float = _ALIKE) -> tuple[Step | None, Trouble] | None:
    """The trouble of the open step that the citizen's own words describe, or None."""
    if scene.guide is None or scene.step is None:
        return None
    words = " ".join(syllables(scene.text))
    if words.count(" ") < 2:
        return None
    scored = [
        (fuzz.token_set_ratio(words, " ".join(syllables(trouble.symptom))), index)
        for index, (_, trouble) in enumerate(untried(scene, scene.guide, scene.step))
    ]
    best = max(scored, default=(0.0, 0))
    return untried(scene, scene.guide, scene.step)[best[1]] if best[0] >= at_least else None
