"""Answers: a guide led by what was asked, an office, a known error, a kind word."""

from dataclasses import replace
from datetime import date

from flows.answers import ORDER, Voice, answer_text, error_text, facts_of, notices_for, old_terms_in
from flows.conversation import Conversation, Turn
from flows.dialogue import choices
from flows.dialogue.choices import labelled
from flows.dialogue.scene import PORTAL, Notes, Scene, heard, turn
from flows.guides import Aspect, Guide, KnownError
from flows.messages import Choice, Outbound
from flows.once import Once
from flows.outcomes import Outcome
from flows.phrases import SOURCE_LANGUAGE, Speaker

_MOST_OF_A_GUIDE = 24  # answers of one guide that are remembered: what was asked, in which language, manner and day
_Asked = tuple[tuple[Aspect, ...], str, bool, date]
_Answers = dict[_Asked, tuple[Speaker, Outbound]]
_answers: Once[Guide, _Answers] = Once(lambda _: {}, most=400)  # two generations of guides


def voice_of(scene: Scene) -> Voice:
    """The voice this citizen is answered in."""
    return Voice(scene.speaker, scene.today, scene.conversation.plain)


def answer(
    scene: Scene, guide: Guide, aspects: tuple[Aspect, ...] = (), *, notes: Notes | None = None, calm: bool = False
) -> Turn:
    """The turn that answers with one guide; `calm` forgets what was refused, `notes` take the place of those kept."""
    reply = answer_reply(scene, guide, aspects)
    return turn(
        scene,
        Outcome.ANSWERED,
        reply,
        state=opened(scene.conversation, guide, aspects, notes=notes, calm=calm),
        guide_id=guide.id,
        aspect=aspects[0] if aspects else None,
    )


def answer_reply(scene: Scene, guide: Guide, aspects: tuple[Aspect, ...]) -> Outbound:
    """The message that answers with one guide, with the ways on from there."""
    usual = _usual_reply(voice_of(scene), guide, aspects)
    before = [
        *notices_for(scene.catalog.notices, guide, scene.now, scene.conversation.language),
        *(old.note for old in old_terms_in(guide, scene.text)),
    ]
    if scene.step is None and not before:
        return usual
    ways = usual.choices if scene.step is None else answer_choices(scene, guide, aspects)
    return Outbound("\n\n".join([*before, usual.text]), choices=ways, link=usual.link)


def _usual_reply(voice: Voice, guide: Guide, aspects: tuple[Aspect, ...]) -> Outbound:
    """What everybody is answered who is at no step: nothing in it is the citizen's, so it is put together once."""
    known, asked = _answers.of(guide), (aspects, voice.speaker.language, voice.plain, voice.today)
    speaker, reply = known.get(asked, (None, None))
    if reply is None or speaker is None or speaker.translations is not voice.speaker.translations:
        if len(known) >= _MOST_OF_A_GUIDE:
            known.clear()
        reply = _put_together(voice, guide, aspects)
        known[asked] = voice.speaker, reply
    return reply


def _put_together(voice: Voice, guide: Guide, aspects: tuple[Aspect, ...]) -> Outbound:
    text = answer_text(voice, guide, aspects)
    if voice.speaker.language != SOURCE_LANGUAGE:
        text = "\n\n".join([text, voice.say("Phần chi tiết được viết bằng tiếng Việt.")])
    ways = _ways(voice, guide, aspects, None, walks=False)
    return Outbound(text, choices=ways, link=PORTAL if guide.procedure_name else None)


def answer_choices(scene: Scene, guide: Guide, aspects: tuple[Aspect, ...]) -> tuple[Choice, ...]:
    """The ways on from an answer, the likeliest first."""
    return _ways(voice_of(scene), guide, aspects, back_to_step(scene), walks=_walks(scene, guide))


def _ways(
    voice: Voice, guide: Guide, aspects: tuple[Aspect, ...], back: Choice | None, *, walks: bool
) -> tuple[Choice, ...]:
    first = back if walks else choices.begin(guide, voice.speaker)
    wrong = Choice(choices.wrong_id(guide.id), voice.say("Không phải việc này"))
    person = choices.person(voice.speaker)
    if voice.plain:
        return choices.present(first, wrong, person)
    others = [
        Choice(choices.answer_id(guide.id, aspect), voice.say(choices.ASPECT_LABELS[aspect]))
        for aspect in ORDER
        if aspect not in aspects and (aspect is not Aspect.ONLINE or Aspect.WHERE in aspects) and _has(guide, aspect)
    ]
    elsewhere = None if walks else back
    return choices.present(first, *others[: 3 if elsewhere else 4], elsewhere, wrong, person)


def back_to_step(scene: Scene) -> Choice | None:
    """The way back to the step that a side question interrupted, or None."""
    if scene.guide is None or scene.step is None:
        return None
    number = len(scene.conversation.path) or 1
    label = scene.say("Quay lại bước {number}: {title}", number=number, title=scene.title(scene.guide))
    return labelled(choices.step_id(scene.guide.id, scene.step.id), label)


def ways_back(scene: Scene) -> tuple[Choice, ...]:
    """The way back to an interrupted step, where there is one, and to a person."""
    return choices.present(back_to_step(scene), choices.person(scene.speaker))


def opened(
    conversation: Conversation,
    guide: Guide,
    aspects: tuple[Aspect, ...],
    *,
    notes: Notes | None = None,
    calm: bool = False,
) -> Conversation:
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
        refusals=0 if calm else conversation.refusals,
        notes=conversation.notes if notes is None else notes,
    )


def guide_choice(scene: Scene, guide: Guide) -> Choice:
    """The button that opens a guide beside another answer."""
    return labelled(choices.answer_id(guide.id), scene.say("Xem hướng dẫn: {title}", title=scene.title(guide)))


def known_error(scene: Scene, error: KnownError) -> Turn:
    """The turn that explains a message the citizen saw on a screen."""
    guide = scene.catalog.guides.get(error.guide)
    ways = choices.present(guide_choice(scene, guide) if guide else None, *ways_back(scene))
    reply = Outbound(error_text(voice_of(scene), error), choices=ways)
    opens = guide is not None and scene.step is None
    state = opened(scene.conversation, guide, ()) if guide and opens else scene.conversation
    state = heard(state)
    return turn(scene, Outcome.ANSWERED, reply, state=state, guide_id=error.guide or None)


def _walks(scene: Scene, guide: Guide) -> bool:
    return scene.step is not None and scene.conversation.guide_id == guide.id


def _has(guide: Guide, aspect: Aspect) -> bool:
    return bool(guide.papers) if aspect is Aspect.PAPERS else bool(facts_of(guide, aspect))
