"""From what the reader understood to what is said."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from flows.conversation import Awaited, Turn
from flows.dialogue import asking, stuck, talking
from flows.dialogue.answering import answer, answer_reply, known_error, opened
from flows.dialogue.scene import Scene, turn
from flows.guides import Aspect, Guide
from flows.matching.reading import Reading
from flows.messages import Outbound
from flows.outcomes import Outcome

_FINDS_NOTHING = re.compile(
    r"\b(?:khong|ko|k|hong|hok|chang|chua) (?:co |thay |tim |bam |an |nhan |mo |vao |ra |hien )+"
    r"(?:duoc |ra |thay |len )*(?:cai )?(?:nut|muc|o|dong|chu|ten|trang|man hinh|danh sach)\b"
)  # said at a step of a thing that guide and reader do not know


def understood(scene: Scene) -> Turn:
    """The turn for what was read, further questions of the same message included."""
    first = by_reading(scene, scene.reading)
    others = [answered for reading in scene.reading.rest if (answered := _answered(scene, reading))]
    told = [talk for reading in scene.reading.rest if (talk := _office(scene, reading))]
    if first.outcome is Outcome.ANSWERED and others:
        first = _together(scene, first, others)
    elif others:
        first = _beside(scene, first, others)
    if not told:
        return first
    return replace(first, replies=(*(reply for talk in told for reply in talk.replies), *first.replies))


def _office(scene: Scene, reading: Reading) -> Turn | None:
    return talking.directory(scene, reading.topic, reading.advice) if reading.outcome is Outcome.DIRECTORY else None


def _beside(scene: Scene, first: Turn, others: list[tuple[Guide, tuple[Aspect, ...]]]) -> Turn:
    """What could be answered first, then the question that has to be asked back."""
    answers = (answer_reply(scene, guide, aspects) for guide, aspects in others)
    return replace(first, replies=(*(replace(reply, choices=()) for reply in answers), *first.replies))


def by_reading(scene: Scene, reading: Reading) -> Turn:
    """The turn for one reading."""
    error = scene.catalog.errors.get(reading.known_error)
    if error is not None:
        return known_error(scene, error)
    return BY_OUTCOME.get(reading.outcome, _missed)(scene, reading)


def _answer(scene: Scene, reading: Reading) -> Turn:
    found = _answered(scene, reading)
    if found is None:
        return _missed(scene, reading)
    guide, aspects = found
    trouble = None if reading.follow_up else stuck.described(scene, stuck.SAME)
    if trouble and scene.guide and guide.id != scene.guide.id:
        return stuck.fix(scene, scene.guide, *trouble)
    notes = asking.remembered(scene, reading, skip=[guide.id])
    return answer(scene, guide, aspects, notes=notes, calm=reading.follow_up)


def _answered(scene: Scene, reading: Reading) -> tuple[Guide, tuple[Aspect, ...]] | None:
    if reading.outcome is not Outcome.ANSWERED:
        return None
    guide = scene.catalog.guides.get(reading.guide_id or "")
    if guide is None and reading.follow_up:
        guide = scene.guide
    if guide is None:
        return None
    waited = scene.conversation.aspect if scene.conversation.waiting_for == Awaited.SUBJECT else None
    aspect = reading.aspect or waited
    return guide, (aspect,) if aspect else ()


def _together(scene: Scene, first: Turn, others: list[tuple[Guide, tuple[Aspect, ...]]]) -> Turn:
    guide = scene.catalog.guides[first.guide_id or ""] if first.guide_id in scene.catalog.guides else None
    wanted: dict[str, tuple[Aspect, ...]] = {guide.id: (first.aspect,) if first.aspect else ()} if guide else {}
    for other, aspects in others:
        wanted[other.id] = tuple(dict.fromkeys((*wanted.get(other.id, ()), *aspects)))
    state, replies = first.conversation, []
    for guide_id, aspects in wanted.items():
        chosen = scene.catalog.guides[guide_id]
        replies.append(answer_reply(replace(scene, conversation=state), chosen, aspects))
        state = opened(state, chosen, aspects)
    kept = first.replies if guide is None else ()
    return replace(first, conversation=state, replies=(*kept, *replies))


def _at_guide(scene: Scene) -> Turn | None:
    """The turn for what the reader could not place, where it tells of trouble with the open guide."""
    trouble = stuck.described(scene)
    if trouble and scene.guide:
        return stuck.fix(scene, scene.guide, *trouble)
    if scene.guide and scene.step and _FINDS_NOTHING.search(scene.words):
        return stuck.troubles(scene, scene.guide, scene.step)
    return None


def _ask_back(scene: Scene, reading: Reading) -> Turn:
    if helped := _at_guide(scene):
        return helped
    if not reading.offered and scene.guide is None and reading.aspect is not None:
        return _which_subject(scene, reading.aspect)
    return asking.ask_back(scene, reading)


def _missed(scene: Scene, reading: Reading) -> Turn:
    if helped := _at_guide(scene):
        return helped
    if reading.aspect is not None and scene.guide is None and scene.conversation.misses == 0:
        return _which_subject(scene, reading.aspect)
    return asking.missed(scene)


def _which_subject(scene: Scene, aspect: Aspect) -> Turn:
    asks = {
        Aspect.FEE: scene.say("Bác/anh/chị hỏi lệ phí của việc gì ạ?"),
        Aspect.TIME: scene.say("Bác/anh/chị hỏi thời gian làm của việc gì ạ?"),
        Aspect.PAPERS: scene.say("Bác/anh/chị hỏi giấy tờ của việc gì ạ?"),
        Aspect.WHERE: scene.say("Bác/anh/chị hỏi nơi làm của việc gì ạ?"),
        Aspect.ONLINE: scene.say("Bác/anh/chị muốn làm việc gì trên mạng ạ?"),
        Aspect.STEPS: scene.say("Bác/anh/chị hỏi cách làm việc gì ạ?"),
    }
    if scene.conversation.waiting_for == Awaited.WHICH and scene.conversation.offered:
        state = replace(scene.conversation, aspect=aspect)
        reply = Outbound(asks[aspect], choices=scene.conversation.offered)
        return turn(scene, Outcome.ASKED_BACK, reply, state=state, aspect=aspect)
    example = scene.say('Ví dụ: "đăng ký tạm trú", "làm căn cước".')
    state = replace(scene.conversation, waiting_for=Awaited.SUBJECT, aspect=aspect, misses=1)
    reply = Outbound(f"{asks[aspect]} {example}", choices=talking.home_choices(scene))
    return turn(scene, Outcome.NO_MATCH, reply, state=state, aspect=aspect)


def _directory(scene: Scene, reading: Reading) -> Turn:
    return talking.directory(scene, reading.topic, reading.advice) or asking.missed(scene)


def _outside(scene: Scene, reading: Reading) -> Turn:
    return talking.outside(scene, reading.topic, reading.offered)


def _small_talk(scene: Scene, reading: Reading) -> Turn:
    return talking.small_talk(scene, reading.topic)


BY_OUTCOME: Mapping[Outcome, Callable[[Scene, Reading], Turn]] = {
    Outcome.ANSWERED: _answer,
    Outcome.ASKED_BACK: _ask_back,
    Outcome.DIRECTORY: _directory,
    Outcome.OUTSIDE: _outside,
    Outcome.SMALL_TALK: _small_talk,
}
