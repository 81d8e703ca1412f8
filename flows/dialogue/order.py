"""Who has the first word: the handlers of a message, in order, and the one function everything leads to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flows.case_codes import asked_code
from flows.catalog import Catalog
from flows.conversation import Conversation, Known, Turn
from flows.dialogue import (
    answers_typed,
    at_screen,
    casework,
    clarifying,
    commands,
    events,
    groups,
    own_case,
    own_data,
    picks,
    reminding,
    reopening,
    safety,
    sent_things,
    settings,
    shield,
    talking,
    understood,
    waiting,
    where,
)
from flows.dialogue.english import is_english, read_english
from flows.dialogue.people import is_open, status
from flows.dialogue.scene import Scene, finished
from flows.matching.reading import Reading
from flows.messages import Inbound
from flows.outcomes import Outcome
from flows.privacy import mask, without_marks
from flows.scams import Verdict, check
from flows.words import clean, has_letters, syllables

Handler = Callable[[Scene], Turn | None]
NOBODY_KNOWS = Known()


def respond(
    conversation: Conversation, message: Inbound, catalog: Catalog, now: datetime, known: Known = NOBODY_KNOWS
) -> Turn:
    """What one message leads to: the replies, the conversation after it, and what the shell is asked to do."""
    scene = casework.after_closing(set_scene(conversation, message, catalog, now, known))
    return finished(scene, groups.in_private(scene, _decide(scene)))


def set_scene(conversation: Conversation, message: Inbound, catalog: Catalog, now: datetime, known: Known) -> Scene:
    """The message cleaned, masked and read."""
    raw = clean(message.text)
    message = sent_things.without_data(message)
    masked = mask(raw)
    bare = without_marks(masked.text)
    reads = message.choice_id is None and has_letters(bare) and not bare.startswith("/")
    english = reads and is_english(bare, catalog.guides, so_far=conversation.language == "en")
    reading = _read(masked.text, catalog, conversation.guide_id, english) if reads else Reading(Outcome.NO_MATCH)
    if reads:
        conversation = settings.follow_language(conversation, bare, catalog.phrases.languages, english=english)
    if masked.text and message.attachments and not conversation.open_case:
        conversation = sent_things.keep(conversation, message.attachments)
    return Scene(
        conversation=conversation,
        message=message,
        catalog=catalog,
        now=now,
        known=known,
        raw=raw,
        masked=masked,
        words=" ".join(syllables(bare)),
        speaker=catalog.phrases.speaker(conversation.language),
        reading=reading,
    )


def _read(text: str, catalog: Catalog, open_guide: str | None, english: bool) -> Reading:
    reading = catalog.reader.read(text, open_guide)
    if not english or reading.known_error or reading.outcome in (Outcome.URGENT, Outcome.SMALL_TALK):
        return reading
    told = read_english(text, catalog.guides, open_guide)
    return reading if told.outcome is Outcome.NO_MATCH and reading.outcome is Outcome.OUTSIDE else told


def _decide(scene: Scene) -> Turn:
    if silence := groups.not_called(scene):
        return silence
    if urgent := safety.urgent(scene):
        return urgent
    if safety.only_personal(scene) or (safety.holds_secret(scene) and _says_nothing_else(scene)):
        return safety.warned(scene, None)
    made = next(made for handler in HANDLERS if (made := handler(scene)))
    return safety.warned(scene, made) if safety.holds_secret(scene) else made


def _says_nothing_else(scene: Scene) -> bool:
    return scene.reading.outcome is Outcome.NO_MATCH and not is_open(scene)


def _picked(scene: Scene) -> Turn | None:
    return picks.pick(scene, scene.message.choice_id) if scene.message.choice_id else None


def _code(scene: Scene) -> Turn | None:
    code = asked_code(scene.text)
    asked = scene.known.asked_case
    return status(scene, asked, code) if code and (asked or "ca" in scene.words.split()) else None


def _manner(scene: Scene) -> Turn | None:
    plain = settings.manner_in(scene.words)
    return settings.set_manner(scene, plain=plain) if plain is not None else None


def _language(scene: Scene) -> Turn | None:
    language = settings.language_in(scene.words)
    return settings.set_language(scene, language) if language else None


def _scam_in_case(scene: Scene) -> Turn | None:
    """A scam is warned of even while a person has the word."""
    if not is_open(scene) or check(scene.raw, scene.catalog.scams).verdict is not Verdict.DANGER:
        return None
    made = shield.checked(scene)
    return casework.also_noted(scene, made) if made else None


def _nothing_to_read(scene: Scene) -> Turn | None:
    if has_letters(scene.text):
        return None
    return picks.again(scene) if scene.step else talking.welcome(scene)


def _understood(scene: Scene) -> Turn:
    rested = replace(scene, conversation=waiting.rested(scene.conversation)) if waiting.paused(scene) else scene
    return casework.also_noted(scene, understood.understood(clarifying.clarified(rested)))


HANDLERS: tuple[Handler, ...] = (
    waiting.take_up,
    events.happened,
    _picked,
    commands.command,
    answers_typed.for_bot,
    _code,
    _scam_in_case,
    own_case.asked,
    casework.to_person,
    reopening.said_not_done,
    casework.colleague_answers,
    sent_things.received,
    reminding.answered,
    answers_typed.typed,
    _manner,
    _language,
    own_data.asked,
    reminding.asked,
    where.told,
    waiting.word_after,
    shield.checked,
    _nothing_to_read,
    at_screen.at_screen,
    answers_typed.agrees_or_not,
    _understood,
)
