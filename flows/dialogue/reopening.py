"""A closed case the citizen is not done with: opened again by a button or by saying so, for some days."""

import re
from dataclasses import replace
from datetime import timedelta

from flows.cases import Case, CaseStatus
from flows.conversation import AppendToCase, Conversation, Turn
from flows.dialogue import choices
from flows.dialogue.people import ask_bot, closed_case, when_text
from flows.dialogue.scene import Scene, note, turn, with_note
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome
from flows.phrases import Speaker

CLOSED = "closed-case"  # note: the code of the case that was closed last
_LONGEST = 14  # words; a longer text tells a story of its own
_NOT_DONE = re.compile(
    r"\b(?:mo lai (?:ca|ho tro)|(?:van|ma) (?:chua|khong|ko|k|bi) (?:xong|duoc|ra|vao duoc|giai quyet|loi|len)"
    r"|chua (?:xong|giai quyet|lam duoc|vao duoc)|van (?:loi|bi loi|nhu cu|the)|still not|not (?:solved|done))\b"
)


def after_close(conversation: Conversation, code: str) -> Conversation:
    """The conversation after its case was closed, which remembers the case."""
    return with_note(closed_case(conversation), CLOSED, code)


def closing_ways(code: str, speaker: Speaker, *, can_reopen: bool) -> tuple[Choice, ...]:
    """What a citizen may answer once a case is closed: stars, and that it is not done."""
    ways = [Choice(choices.stars_id(code, count), str(count)) for count in range(1, 6)]
    if can_reopen:
        ways.append(Choice(choices.again_id(code), speaker.say("Chưa xong, mở lại ca")))
    return tuple(ways)


def said_not_done(scene: Scene) -> Turn | None:
    """The turn that opens the closed case again because the citizen says it is not done, or None."""
    if scene.message.choice_id or scene.words.count(" ") >= _LONGEST or not _NOT_DONE.search(scene.words):
        return None
    return reopen(scene, note(scene.conversation, CLOSED))


def reopen(scene: Scene, code: str) -> Turn | None:
    """The turn that opens the case `code` again, or None when it is not this citizen's last or closed too long ago."""
    case = scene.known.closed_case
    if case is None or case.code != code or not _may_reopen(scene, case):
        return None
    words = scene.text if not scene.message.choice_id else scene.say("(người dân báo ca chưa xong)")
    state = with_note(replace(scene.conversation, open_case=code, silence_told=True, waiting_for=""), CLOSED, "")
    text = scene.say("Vâng, tôi mở lại ca {code}, bác/anh/chị nhắn thêm chỗ chưa xong tại đây.", code=code)
    reply = Outbound(f"{text} {when_text(scene)}", choices=(ask_bot(scene),))
    added = AppendToCase(code, words, scene.message.attachments)
    return turn(scene, Outcome.CASE_CONTINUED, reply, state=state, effects=(added,))


def _may_reopen(scene: Scene, case: Case) -> bool:
    if scene.conversation.open_case or case.status is not CaseStatus.CLOSED or case.closed_at is None:
        return False
    days = timedelta(days=scene.catalog.organisation.reopen_days)
    return case.merged_into is None and scene.now - case.closed_at <= days
