"""One message with everything a handler may look at, and the turn it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.catalog import Catalog
from flows.conversation import Conversation, Effect, Known, Turn
from flows.dialogue.choices import MAX_CHOICES, numbered
from flows.guides import Aspect, Guide, Step
from flows.hours import in_vietnam
from flows.matching.reading import Reading
from flows.messages import Inbound, Outbound
from flows.outcomes import Outcome
from flows.phrases import SOURCE_LANGUAGE, Speaker
from flows.privacy import Masked
from flows.records import PRESSED
from flows.words import sentences

MAX_TEXT = 2000  # characters of one message; Zalo's limit, the lowest of all channels
PORTAL = "https://dichvucong.gov.vn/"
Notes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A message, the conversation it belongs to, and what is known; `text` is cleaned and masked."""

    conversation: Conversation
    message: Inbound
    catalog: Catalog
    now: datetime
    known: Known
    raw: str  # cleaned but not masked: looked at, never kept
    masked: Masked
    words: str  # folded, punctuation and masked data left out
    speaker: Speaker
    reading: Reading

    @property
    def text(self) -> str:
        """What the citizen wrote, masked."""
        return self.masked.text

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return in_vietnam(self.now).date()

    @property
    def guide(self) -> Guide | None:
        """The open guide, when the catalog still has it."""
        return self.catalog.guides.get(self.conversation.guide_id or "")

    @property
    def step(self) -> Step | None:
        """The step the citizen is at, when the guide still has it."""
        return self.guide.step(self.conversation.step_id) if self.guide and self.conversation.step_id else None

    @property
    def offered_ids(self) -> list[str]:
        """The ids of the choices on the screen."""
        return [choice.id for choice in self.conversation.offered]

    def say(self, source: str, **values: object) -> str:
        """The sentence in the citizen's language."""
        return self.speaker.say(source, **values)

    def written_reply(self, topic: str) -> str:
        """What the editors say to a topic without a guide, in Vietnamese only; "" where there is nothing."""
        found = self.catalog.topics.get(topic)
        return found.reply if found and self.speaker.language == SOURCE_LANGUAGE else ""

    def title(self, guide: Guide) -> str:
        """A guide's title in the citizen's language."""
        return guide.title.in_language(self.conversation.language)


def note(conversation: Conversation, name: str) -> str:
    """A small memory of the conversation, or ""."""
    return dict(conversation.notes).get(name, "") if conversation.notes else ""


def with_note(conversation: Conversation, name: str, value: str) -> Conversation:
    """The conversation with a small memory kept, or forgotten when `value` is ""."""
    return with_notes(conversation, {name: value})


def with_notes(conversation: Conversation, changes: Mapping[str, str]) -> Conversation:
    """The conversation with several small memories kept, or forgotten when their value is ""."""
    return replace(conversation, notes=changed_notes(conversation, changes))


def changed_notes(conversation: Conversation, changes: Mapping[str, str]) -> Notes:
    """The small memories of the conversation with these kept, or forgotten when their value is ""."""
    kept = [one for one in conversation.notes if one[0] not in changes]
    return (*kept, *((name, value) for name, value in changes.items() if value))


def heard(conversation: Conversation) -> Conversation:
    """The conversation after something was understood: no misses in a row, nothing waited for."""
    return replace(conversation, misses=0, waiting_for="")


def turn(
    scene: Scene,
    outcome: Outcome,
    *replies: Outbound,
    state: Conversation | None = None,
    effects: tuple[Effect, ...] = (),
    guide_id: str | None = None,
    step_id: str | None = None,
    aspect: Aspect | None = None,
) -> Turn:
    """The turn a handler decided on; the conversation stays as it is unless `state` is given."""
    return Turn(
        conversation=state or scene.conversation,
        replies=replies,
        outcome=outcome,
        effects=effects,
        guide_id=guide_id,
        step_id=step_id,
        aspect=aspect,
    )


def finished(scene: Scene, made: Turn) -> Turn:
    """The turn with its texts cut to size, the offered choices remembered and the question recorded."""
    replies = tuple([piece for reply in made.replies for piece in cut_to_size(reply)])
    if made.conversation.plain:
        replies = tuple(replace(reply, choices=numbered(reply.choices)) for reply in replies)
    offered = next((reply.choices for reply in reversed(replies) if reply.choices), made.conversation.offered)
    conversation = replace(made.conversation, offered=offered, last_at=scene.now)
    return Turn(  # anew: `replace` takes three times as long, and this is done for every message
        conversation=conversation,
        replies=replies,
        outcome=made.outcome,
        effects=made.effects,
        question=scene.text or pressed(scene),
        guide_id=made.guide_id,
        step_id=made.step_id,
        aspect=made.aspect,
        matches=tuple([(match.guide_id, match.score) for match in scene.reading.matches]),
    )


def pressed(scene: Scene) -> str:
    """The label of the button that was pressed, as a transcript shows it; "" when it is not known any more."""
    labels = {choice.id: choice.label for choice in scene.conversation.offered}
    label = labels.get(scene.message.choice_id or "")
    return f"{PRESSED}{label}" if label else ""


def cut_to_size(reply: Outbound) -> tuple[Outbound, ...]:
    """The reply as one or more messages no channel refuses; choices and link stay with the last."""
    *before, last = sentences(reply.text, MAX_TEXT)
    if not before and last == reply.text and len(reply.choices) <= MAX_CHOICES:
        return (reply,)
    final = replace(reply, text=last, choices=reply.choices[:MAX_CHOICES])
    return (*(Outbound(text) for text in before), final)
