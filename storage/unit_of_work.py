"""One transaction, and what can be done in it."""

from sqlalchemy import Connection

from storage.kept.cases import CaseNumbers, Cases
from storage.kept.channel_state import ChannelStates
from storage.kept.conversations import Conversations
from storage.kept.editing import ContentEdits, Drafts, Visits
from storage.kept.inbound import InboundMessages
from storage.kept.lessons import Feedback, Missed
from storage.kept.members import Members
from storage.kept.outbox import Outbox
from storage.kept.reminders import Reminders
from storage.kept.statistics import Statistics
from storage.kept.team_posts import TeamPosts
from storage.kept.turns import Turns


class UnitOfWork:
    """The collections of one transaction: what is done through them happens together or not at all."""

    __slots__ = (
        "cases",
        "channel_states",
        "content_edits",
        "conversations",
        "drafts",
        "feedback",
        "inbound",
        "members",
        "missed",
        "outbox",
        "reminders",
        "statistics",
        "team_posts",
        "turns",
        "visits",
    )

    def __init__(self, connection: Connection, numbers: CaseNumbers) -> None:
        self.inbound = InboundMessages(connection)
        self.conversations = Conversations(connection)
        self.turns = Turns(connection)
        self.cases = Cases(connection, numbers)
        self.outbox = Outbox(connection)
        self.reminders = Reminders(connection)
        self.missed = Missed(connection)
        self.feedback = Feedback(connection)
        self.members = Members(connection)
        self.team_posts = TeamPosts(connection)
        self.channel_states = ChannelStates(connection)
        self.content_edits = ContentEdits(connection)
        self.drafts = Drafts(connection)
        self.visits = Visits(connection)
        self.statistics = Statistics(connection)
