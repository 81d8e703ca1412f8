"""replies.yaml → the answers the team need not type again."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from flows.guides import ContentProblem
from flows.replies import CannedReply
from storage.content.guides import parse, read_sources
from storage.content.schema import Entry, Sentence, StepId


class ReplyEntry(Entry):
    """One answer with its {fields}."""

    id: StepId
    title: Sentence
    text: Annotated[Sentence, Field(max_length=2000)]


class RepliesFile(Entry):
    """replies.yaml."""

    replies: list[ReplyEntry]


def load_replies(root: Path) -> tuple[tuple[CannedReply, ...], list[ContentProblem]]:
    """The canned replies, and what is wrong with their file."""
    replies: list[CannedReply] = []
    problems: list[ContentProblem] = []
    for source in read_sources(root, "replies.yaml"):
        entry, found = parse(source, RepliesFile)
        problems += found
        replies += [CannedReply(reply.id, reply.title, reply.text) for reply in entry.replies] if entry else []
    return tuple(replies), problems
