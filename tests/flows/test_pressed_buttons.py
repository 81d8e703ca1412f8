"""A transcript shows which button was pressed, so that a citizen and the team can follow it after a reload."""

from datetime import UTC, datetime

from flows.catalog import Catalog
from flows.conversation import Conversation
from flows.dialogue import respond
from flows.messages import ChatRef, Choice, Inbound
from flows.records import PRESSED

CHAT = ChatRef("web", "1")
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ASKED = Conversation(CHAT, offered=(Choice("p:ask", "Gặp người hỗ trợ"),))


def test_a_pressed_button_stands_in_the_transcript_by_its_label() -> None:
    turn = respond(ASKED, Inbound(CHAT, "m1", choice_id="p:ask"), Catalog(), NOW)
    assert turn.question == f"{PRESSED}Gặp người hỗ trợ"


def test_a_button_of_long_ago_leaves_no_words() -> None:
    turn = respond(Conversation(CHAT), Inbound(CHAT, "m1", choice_id="p:ask"), Catalog(), NOW)
    assert turn.question == ""


def test_typed_words_stand_as_they_are() -> None:
    assert respond(ASKED, Inbound(CHAT, "m1", text="xin chào"), Catalog(), NOW).question == "xin chào"
