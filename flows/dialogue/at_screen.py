"""Answers to what a citizen says while standing at a step: it does not work, I am done, which step was that."""

from collections.abc import Callable
from dataclasses import replace

from flows.cases import CaseReason
from flows.conversation import Turn
from flows.dialogue import choices, picks, stuck, walking
from flows.dialogue.people import hand_over
from flows.dialogue.scene import Scene, turn
from flows.dialogue.screen_talk import said_at_screen, step_named
from flows.dialogue.typed import Said
from flows.guides import Guide, Step
from flows.messages import Outbound
from flows.outcomes import Outcome


def at_screen(scene: Scene) -> Turn | None:
    """The turn for words about the step on the screen, or None for every other message."""
    guide = scene.guide
    if guide is None or scene.message.choice_id or scene.reading.known_error:
        return None
    number = step_named(scene.words)
    if number is not None:
        return _numbered(scene, guide, number)
    meant = said_at_screen(scene.words)
    if meant is None or (scene.step is None and meant not in (Said.MORE, Said.STUCK)):
        return None
    return _TURNS[meant](scene)


def _numbered(scene: Scene, guide: Guide, number: int) -> Turn:
    """The turn for "bước 2", whether it is to be seen again or was not understood."""
    way = _way_to(scene, guide, number)
    path = tuple(step.id for step in way)
    there = replace(scene, conversation=replace(scene.conversation, guide_id=guide.id, path=path))
    if said_at_screen(scene.words) is Said.STUCK:
        return stuck.troubles(there, guide, way[-1])
    return walking.show(there, guide, way[-1])


def _way_to(scene: Scene, guide: Guide, number: int) -> list[Step]:
    """The steps up to the one with that number on the citizen's way, or up to the fork or the end before it."""
    path = [step for step in map(guide.step, scene.conversation.path) if step] or [guide.steps[0]]
    for after in guide.steps_after(path[-1]):
        if len(path) >= number or path[-1].choices:  # which way leads on from a fork only the citizen knows
            break
        path.append(after)
    return path[: max(1, number)]


def _stuck(scene: Scene) -> Turn:
    """One fix at a time; a person for who has the list before the eyes and is still stuck."""
    trouble = stuck.described(scene)
    if trouble is None and choices.PERSON_STUCK in scene.offered_ids:
        return hand_over(scene, CaseReason.STUCK, question=stuck.where_stuck(scene, scene.step))
    return stuck.fix(scene, scene.guide, *trouble) if trouble and scene.guide else picks.stuck_here(scene)


def _wait(scene: Scene) -> Turn:
    """Nobody is hurried: the step stays on the screen."""
    guide, step = scene.guide, scene.step
    if guide is None or step is None:
        return picks.again(scene)
    text = scene.say('Vâng, bác/anh/chị cứ thong thả. Xong thì nhắn "xong", vướng chỗ nào thì nhắn "kẹt".')
    ways = walking.step_choices(scene, guide, step, scene.conversation.path)
    return turn(scene, Outcome.STEP_SHOWN, Outbound(text, choices=ways), guide_id=guide.id, step_id=step.id)


def _more(scene: Scene) -> Turn:
    return picks.stuck_here(scene) if scene.step else picks.on(scene)


_TURNS: dict[Said, Callable[[Scene], Turn]] = {
    Said.STUCK: _stuck,
    Said.NEXT: picks.on,
    Said.REPEAT: picks.again,
    Said.MORE: _more,
    Said.BACK: picks.back,
    Said.WAIT: _wait,
}
