"""Where the citizen lives: said in words, with old names or new, so that a case reaches the right team."""

import re
from dataclasses import replace

from flows.conversation import Awaited, Turn
from flows.dialogue import choices
from flows.dialogue.answering import ways_back
from flows.dialogue.people import HAMLET
from flows.dialogue.scene import Scene, heard, turn, with_note
from flows.messages import Choice, Outbound
from flows.number_words import in_figures
from flows.organisation import Hamlet
from flows.outcomes import Outcome
from flows.places import Commune, PlaceReading
from flows.routing import hamlet_named, plain_names
from flows.words import syllables

_BESIDE = frozenset("a ah nhe nha do day nay cua xa phuong o tai co gi hoi chau em bac nhe".split())
_SHOWN = 6
_KINDS = re.compile(r"\b(?:xã|xa|phường|phuong|thị trấn|thi tran|đặc khu|dac khu)\b", re.IGNORECASE)
_LIVES = re.compile(
    r"^(?:da |a |thoi |khong |nham )*(?:toi|em|minh|bac|chau|nha toi|nha em|nha minh|con|tui)?\s*"
    r"(?:dang |hien )?(?:o|song o|song tai|thuong tru o|cu tru o|ngu o|que o|i live in)\s"
)


def ask(scene: Scene) -> Turn:
    """The turn that asks for the commune."""
    text = scene.say("Bác/anh/chị đang ở xã, phường nào, tỉnh nào? Tên cũ hay tên mới đều được.")
    return _asked(scene, text)


def told(scene: Scene) -> Turn | None:
    """The turn for a text that says where the citizen lives, or None."""
    waited = scene.conversation.waiting_for == Awaited.PLACE
    lives = _LIVES.match(scene.words)
    if lives and (hamlet := _only_hamlet(scene, scene.words[lives.end() :])):
        return _in_hamlet(scene, hamlet)
    says = lives is not None and scene.reading.outcome is not Outcome.ANSWERED
    if not waited and not says:
        return None
    named = scene.catalog.places.read(scene.text, bare_names=True)
    meant = named if named is None or named.communes else _of_any_kind(scene) or named
    if meant is None or (scene.reading.outcome is Outcome.DIRECTORY and not (waited or meant.certain)):
        return None
    if meant is named and named.certain:
        return chosen(scene, named.certain, named)
    return _which(scene, meant) if meant.communes else _only_province(scene, meant)


def _of_any_kind(scene: Scene) -> PlaceReading | None:
    """The reading without "xã" and "phường": since the mergers many say one for the other."""
    return scene.catalog.places.read(_KINDS.sub(" ", scene.text), bare_names=True)


def _only_hamlet(scene: Scene, words: str) -> Hamlet | None:
    """The hamlet of this commune that the words name, when they name nothing else."""
    organisation = scene.catalog.organisation
    hamlet = organisation.hamlet(hamlet_named(organisation, words))
    if hamlet is None:
        return None
    said = f" {in_figures(words.split())} "
    beside = {*in_figures(syllables(organisation.name)).split(), *_BESIDE}
    rest = min((said.replace(f" {name} ", " ", 1).split() for name in plain_names(hamlet)), key=len)
    return hamlet if beside.issuperset(rest) else None


def _in_hamlet(scene: Scene, hamlet: Hamlet) -> Turn:
    """The turn that keeps the hamlet: a case opened later goes to its team at once."""
    text = scene.say("Tôi đã ghi nơi ở: {place}.", place=hamlet.name)
    state = heard(with_note(scene.conversation, HAMLET, hamlet.id))
    return turn(scene, Outcome.PLACE_SET, Outbound(text, choices=ways_back(scene)), state=state)


def chosen(scene: Scene, commune: Commune, reading: PlaceReading | None = None) -> Turn:
    """The turn that keeps the commune, and says what became of an old name."""
    lines = []
    if reading and reading.was:
        lines.append(scene.say("{old} nay thuộc {new}.", old=reading.was[0].in_words, new=commune.in_words))
    lines.append(scene.say("Tôi đã ghi nơi ở: {place}.", place=commune.in_words))
    state = replace(heard(scene.conversation), place=commune.code)
    return turn(scene, Outcome.PLACE_SET, Outbound("\n".join(lines), choices=ways_back(scene)), state=state)


def _which(scene: Scene, reading: PlaceReading) -> Turn:
    if len(reading.communes) > _SHOWN:
        text = scene.say("Nhiều nơi tên như vậy. Bác/anh/chị cho biết thêm xã, phường và tỉnh.")
        return _asked(scene, text)
    ways = tuple(Choice(f"w:{commune.code}", commune.in_words) for commune in reading.communes)
    return _asked(scene, scene.say("Là nơi nào dưới đây ạ?"), ways)


def _asked(scene: Scene, text: str, ways: tuple[Choice, ...] = ()) -> Turn:
    state = replace(scene.conversation, waiting_for=Awaited.PLACE)
    return turn(scene, Outcome.PLACE_SET, Outbound(text, choices=ways), state=state)


def _only_province(scene: Scene, reading: PlaceReading) -> Turn:
    text = scene.say("Ở {province}. Còn xã, phường nào ạ?", province=reading.province)
    return _asked(scene, text)


def picked(scene: Scene, taken: choices.ChoiceId) -> Turn:
    """The turn for a commune that was chosen."""
    commune = scene.catalog.places.communes.get(taken.first)
    return chosen(scene, commune) if commune else ask(scene)
