"""replies.yaml → the answers the team need not type again."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from flows.guides import ContentProblem
from flows.replies import CannedReply
from storage.content.parsing import read_one
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
    file, problems = read_one(root, "replies.yaml", RepliesFile)
    entries = file.replies if file else []
    return tuple(CannedReply(entry.id, entry.title, entry.text) for entry in entries), problems
