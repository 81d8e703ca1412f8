"""Asking back, and what happens when it was none of these: never a loop, a person at the second miss."""

from dataclasses import replace

from flows.cases import CaseReason
from flows.conversation import Awaited, LogMissed, Turn
from flows.dialogue import choices
from flows.dialogue.answering import back_to_step
from flows.dialogue.choices import labelled
from flows.dialogue.people import hand_over
from flows.dialogue.scene import Notes, Scene, changed_notes, note, turn, with_note
from flows.guides import Guide
from flows.matching.reading import Reading
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome

NEAREST = "nearest"  # note: guides that were next best, for the citizen who says "không phải"
QUESTION = "question"  # note: the last real question, masked
_OFFERED = 4
_LIKELY = 0.01  # share of a guide that is worth offering after a "không phải"


def ask_back(scene: Scene, reading: Reading) -> Turn:
    """The turn that asks which of two to four guides was meant."""
    guides = [scene.catalog.guides[found] for found in reading.offered if found in scene.catalog.guides]
    if not guides:
        return missed(scene)
    if len(guides) == 1:
        near = [match.guide_id for match in reading.matches if match.score >= _LIKELY]
        guides += [scene.catalog.guides[one] for one in near if one in scene.catalog.guides and one != guides[0].id][:1]
    ask = scene.say("Ý bác/anh/chị là việc nào dưới đây?")
    if len(guides) == 1:
        ask = scene.say("Có phải ý bác/anh/chị là việc này không?")
    notes = remembered(scene, reading, skip=[guide.id for guide in guides[:_OFFERED]])
    state = replace(scene.conversation, notes=notes, aspect=reading.aspect, misses=0, waiting_for=Awaited.WHICH)
    return turn(scene, Outcome.ASKED_BACK, offer(scene, guides, ask), state=state)


def offer(scene: Scene, guides: list[Guide], ask: str) -> Outbound:
    """The question back with its guides, "none of these" and a person."""
    found = tuple(labelled(choices.answer_id(guide.id), scene.title(guide)) for guide in guides[:_OFFERED])
    none = Choice(choices.NONE_OF_THESE, scene.say("Không phải cái nào"))
    return Outbound(ask, choices=(*found, none, choices.person(scene.speaker)))


def missed(scene: Scene) -> Turn:
    """The turn when nothing fits: say it another way, and a person at the second time."""
    nearest = tuple(match.guide_id for match in scene.reading.matches[:3])
    log = LogMissed(scene.text, Outcome.NO_MATCH, nearest)
    if scene.conversation.misses >= 1:
        return hand_over(scene, CaseReason.NO_MATCH, question=scene.text, more=(log,))
    text = scene.say(
        "Tôi chưa hiểu rõ câu này nên không dám trả lời bừa. Bác/anh/chị nói lại ngắn gọn giúp, "
        'ví dụ: "đăng ký tạm trú", "quên mật khẩu VNeID". Hoặc bấm Gặp người hỗ trợ.'
    )
    state = with_note(scene.conversation, QUESTION, scene.text)
    state = replace(state, misses=state.misses + 1, waiting_for="")
    person = choices.person(scene.speaker)
    if scene.message.attachments:
        person = Choice(choices.PERSON_LOOKS, scene.say("Nhờ người hỗ trợ xem"))
    ways = choices.present(back_to_step(scene), person, Choice(choices.HELP, scene.say("Xem tôi giúp được gì")))
    return turn(scene, Outcome.NO_MATCH, Outbound(text, choices=ways), state=state, effects=(log,))


def refused(scene: Scene) -> Turn:
    """The turn after "không phải": the next best guides once, then a person."""
    question = note(scene.conversation, QUESTION) or scene.text
    log = LogMissed(question, Outcome.ASKED_BACK, tuple(filter(None, [scene.conversation.guide_id])))
    if scene.conversation.refusals >= 1:
        return hand_over(scene, CaseReason.REFUSED, question=question, more=(log,))
    others = _next_best(scene)
    state = replace(
        with_note(scene.conversation, NEAREST, ""),
        refusals=1,
        guide_id=None,
        step_id=None,
        path=(),
        troubles_tried=(),
        waiting_for="",
    )
    if len(others) >= 2:
        reply = offer(scene, others, scene.say("Xin lỗi, tôi hiểu nhầm. Có phải một trong những việc này không?"))
        return turn(scene, Outcome.ASKED_BACK, reply, state=state, effects=(log,))
    text = scene.say("Xin lỗi, tôi hiểu nhầm. Bác/anh/chị nói lại giúp việc cần làm, hoặc bấm Gặp người hỗ trợ.")
    reply = Outbound(text, choices=(choices.person(scene.speaker),))
    return turn(scene, Outcome.NO_MATCH, reply, state=state, effects=(log,))


def _next_best(scene: Scene) -> list[Guide]:
    found = note(scene.conversation, NEAREST).split()
    guides = [scene.catalog.guides[guide_id] for guide_id in found if guide_id in scene.catalog.guides]
    return [guide for guide in guides if guide.id != scene.conversation.guide_id]


def remembered(scene: Scene, reading: Reading, *, skip: list[str]) -> Notes:
    """The small memories with the question and the next best guides kept for a "không phải"."""
    likely = [match.guide_id for match in reading.matches if match.score >= _LIKELY]
    nearest = [found for found in (*reading.offered, *likely) if found not in skip]
    changes = {QUESTION: scene.text, NEAREST: " ".join(dict.fromkeys(nearest))}
    return changed_notes(scene.conversation, changes)
