"""What the assistant would say to a question, without anybody hearing it."""

from dataclasses import dataclass
from datetime import datetime

from bot.assistant import Respond
from flows.catalog import Catalog
from flows.conversation import Conversation, Known, Turn
from flows.matching.reading import Reading
from flows.messages import ChannelName, ChatRef, Inbound

NOBODY = ChatRef(ChannelName.CONSOLE, "")


@dataclass(frozen=True, slots=True)
class Trial:
    """A question, how it was read and why, and the turn it would lead to."""

    question: str
    reading: Reading
    turn: Turn


def try_question(
    respond: Respond,
    catalog: Catalog,
    question: str,
    now: datetime,
    *,
    open_guide: str = "",
    language: str = "vi",
    place: str = "",
) -> Trial:
    """The trial of `question`, asked out of the blue or while `open_guide` is open."""
    conversation = Conversation(NOBODY, language=language, guide_id=open_guide or None, place=place)
    turn = respond(conversation, Inbound(NOBODY, "try", text=question, sent_at=now), catalog, now, Known())
    return Trial(question, catalog.reader.explain(question, open_guide or None), turn)
