"""What is typed after "which of these?" and says too little alone: "bị mất", "cho con tôi", "lần đầu"."""

import re
from dataclasses import replace

from flows.conversation import Awaited
from flows.dialogue import choices
from flows.dialogue.asking import QUESTION
from flows.dialogue.scene import Scene, note
from flows.matching.reading import Reading
from flows.outcomes import Outcome

_LONGEST = 6  # words; who writes more tells something new
_OWN_MATTER = 0.5  # share of a guide from which the words name a matter of their own
_PLAIN = 0.95  # share of a guide from which the words need no question before them: "quá hạn" is not that plain
_BROAD = 0.05  # share of every guide below which it is the words that are broad
_ADDS = re.compile(r"(?:cho|voi|cua|o|tai|bi|lan|trong|theo|la|thi|con|nguoi)\b")  # begins what completes a wish
_UNSURE = (Outcome.NO_MATCH, Outcome.ASKED_BACK)


def clarified(scene: Scene) -> Scene:
    """The scene as if this answer and the question before had been written at once, where only both make sense."""
    offered = _offered(scene)
    question = note(scene.conversation, QUESTION)
    if not (offered and question) or not _may_complete(scene, offered):
        return scene
    together = f"{question}, {scene.text}"
    reading = scene.catalog.reader.read(together)
    if _is_answer(scene, offered, reading):
        return _said(scene, together, reading)
    likely = {*reading.offered, *(match.guide_id for match in reading.matches[:1])}
    if likely.isdisjoint(offered) or not _says_little(scene):
        return scene
    ordered = sorted(offered, key=lambda guide: guide not in reading.offered)
    return _said(scene, together, replace(reading, outcome=Outcome.ASKED_BACK, offered=tuple(ordered)))


def _offered(scene: Scene) -> tuple[str, ...]:
    if scene.conversation.waiting_for != Awaited.WHICH:
        return ()
    taken = (choices.take_apart(choice.id).first for choice in scene.conversation.offered)
    return tuple(guide for guide in taken if guide in scene.catalog.guides)


def _may_complete(scene: Scene, offered: tuple[str, ...]) -> bool:
    reading = scene.reading
    if len(scene.words.split()) > _LONGEST or reading.known_error or (reading.follow_up and reading.aspect):
        return False
    if reading.outcome is Outcome.ANSWERED:
        return reading.guide_id not in offered and reading.matches[0].score < _PLAIN
    return reading.outcome in _UNSURE


def _is_answer(scene: Scene, offered: tuple[str, ...], together: Reading) -> bool:
    """Whether both together are plainly one of the guides in question, or another of their field."""
    guide = scene.catalog.guides.get(together.guide_id or "") if together.outcome is Outcome.ANSWERED else None
    if guide is None:
        return False
    if guide.id in offered:
        return True
    fields = {scene.catalog.guides[one].field for one in offered}
    return guide.field in fields and not _names_a_guide(scene.reading)


def _says_little(scene: Scene) -> bool:
    """Whether the words name no matter of their own: what they could mean lies far apart."""
    if scene.reading.outcome is not Outcome.ASKED_BACK or _is_wish(scene):
        return False
    offered = scene.reading.offered
    fields = {scene.catalog.guides[guide].field for guide in offered if guide in scene.catalog.guides}
    return len(fields) != 1 and not _names_a_guide(scene.reading)


def _is_wish(scene: Scene) -> bool:
    """Whether the words are a wish too broad for one guide ("mất thẻ"), and do not complete another ("cho con")."""
    best = max((match.score for match in scene.reading.matches), default=0.0)
    return bool(scene.reading.offered) and best < _BROAD and _ADDS.match(scene.words) is None


def _names_a_guide(reading: Reading) -> bool:
    return reading.outcome is Outcome.ANSWERED or any(match.score >= _OWN_MATTER for match in reading.matches)


def _said(scene: Scene, text: str, reading: Reading) -> Scene:
    return replace(scene, masked=replace(scene.masked, text=text), reading=reading)
