"""Answers: a guide led by what was asked, an office, a known error, a kind word."""

from dataclasses import replace

from flows.answers import ORDER, Voice, answer_text, error_text, facts_of, notices_for, old_terms_in
from flows.conversation import Conversation, Turn
from flows.dialogue import choices
from flows.dialogue.choices import labelled
from flows.dialogue.scene import PORTAL, Scene, turn
from flows.guides import Aspect, Guide, KnownError
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome
from flows.phrases import SOURCE_LANGUAGE


def voice_of(scene: Scene) -> Voice:
    """The voice this citizen is answered in."""
    return Voice(scene.speaker, scene.today, scene.conversation.plain)


def answer(scene: Scene, guide: Guide, aspects: tuple[Aspect, ...] = ()) -> Turn:
    """The turn that answers with one guide."""
    reply = answer_reply(scene, guide, aspects)
    return turn(
        scene,
        Outcome.ANSWERED,
        reply,
        state=opened(scene.conversation, guide, aspects),
        guide_id=guide.id,
        aspect=aspects[0] if aspects else None,
    )


def answer_reply(scene: Scene, guide: Guide, aspects: tuple[Aspect, ...]) -> Outbound:
    """The message that answers with one guide, with the ways on from there."""
    parts = [
        *notices_for(scene.catalog.notices, guide, scene.now, scene.conversation.language),
        *(old.note for old in old_terms_in(guide, scene.text)),
        answer_text(voice_of(scene), guide, aspects),
        *([] if scene.speaker.language == SOURCE_LANGUAGE else [scene.say("Phần chi tiết được viết bằng tiếng Việt.")]),
    ]
    return Outbound(
        "\n\n".join(parts),
        choices=answer_choices(scene, guide, aspects),
        link=PORTAL if guide.procedure_name else None,
    )


def answer_choices(scene: Scene, guide: Guide, aspects: tuple[Aspect, ...]) -> tuple[Choice, ...]:
    """The ways on from an answer, the likeliest first."""
    first = back_to_step(scene) if _walks(scene, guide) else choices.begin(guide, scene.speaker)
    wrong = Choice(choices.wrong_id(guide.id), scene.say("Không phải việc này"))
    person = choices.person(scene.speaker)
    if scene.conversation.plain:
        return tuple(choice for choice in (first, wrong, person) if choice)
    others = [
        Choice(choices.answer_id(guide.id, aspect), scene.say(choices.ASPECT_LABELS[aspect]))
        for aspect in ORDER
        if aspect not in aspects and (aspect is not Aspect.ONLINE or Aspect.WHERE in aspects) and _has(guide, aspect)
    ]
    elsewhere = None if _walks(scene, guide) else back_to_step(scene)
    ways = [choice for choice in (first, *others[: 3 if elsewhere else 4], elsewhere, wrong) if choice]
    return (*ways, person)


def back_to_step(scene: Scene) -> Choice | None:
    """The way back to the step that a side question interrupted, or None."""
    if scene.guide is None or scene.step is None:
        return None
    number = len(scene.conversation.path) or 1
    label = scene.say("Quay lại bước {number}: {title}", number=number, title=scene.title(scene.guide))
    return labelled(choices.step_id(scene.guide.id, scene.step.id), label)


def opened(conversation: Conversation, guide: Guide, aspects: tuple[Aspect, ...]) -> Conversation:
    """The conversation with `guide` open; the step is kept when it is the same guide."""
    same = conversation.guide_id == guide.id
    return replace(
        conversation,
        guide_id=guide.id,
        step_id=conversation.step_id if same else None,
        path=conversation.path if same else (),
        troubles_tried=conversation.troubles_tried if same else (),
        aspect=aspects[0] if aspects else None,
        waiting_for="",
        misses=0,
    )


def known_error(scene: Scene, error: KnownError) -> Turn:
    """The turn that explains a message the citizen saw on a screen."""
    guide = scene.catalog.guides.get(error.guide)
    ways: list[Choice] = []
    if guide:
        ways.append(
            labelled(choices.answer_id(guide.id), scene.say("Xem hướng dẫn: {title}", title=scene.title(guide)))
        )
    if back := back_to_step(scene):
        ways.append(back)
    reply = Outbound(error_text(voice_of(scene), error), choices=(*ways, choices.person(scene.speaker)))
    opens = guide is not None and scene.step is None
    state = opened(scene.conversation, guide, ()) if guide and opens else scene.conversation
    state = replace(state, misses=0, waiting_for="")
    return turn(scene, Outcome.ANSWERED, reply, state=state, guide_id=error.guide or None)


def _walks(scene: Scene, guide: Guide) -> bool:
    return scene.step is not None and scene.conversation.guide_id == guide.id


def _has(guide: Guide, aspect: Aspect) -> bool:
    return bool(guide.papers) if aspect is Aspect.PAPERS else bool(facts_of(guide, aspect))
