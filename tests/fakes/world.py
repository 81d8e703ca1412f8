"""A world around `respond` in which cases, reminders and time exist, so that stories can be told without a service."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flows.case_codes import asked_code
from flows.cases import Case, CaseStatus
from flows.catalog import Catalog
from flows.conversation import (
    AppendToCase,
    CancelReminder,
    Conversation,
    DeleteMyData,
    Effect,
    KeptData,
    Known,
    NewCase,
    OpenCase,
    Reminder,
    SetReminder,
    Turn,
)
from flows.dialogue import respond
from flows.messages import Attachment, AttachmentKind, ChatRef, Choice, Inbound, InboundKind, Outbound

CODES = ("KQ7M2X", "HT4N9B", "ZC8R3D", "WM6P5E")


@dataclass
class World:
    """One citizen, one assistant, and a desk that does what it is told."""

    catalog: Catalog
    now: datetime
    conversation: Conversation = field(default_factory=lambda: Conversation(ChatRef("cli", "1")))
    cases: dict[str, Case] = field(default_factory=dict)
    said_in_case: dict[str, list[str]] = field(default_factory=dict)
    reminders: dict[str, Reminder] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def say(self, text: str, **more: object) -> Turn:
        """The turn after the citizen wrote `text`."""
        return self.hear(Inbound(self.conversation.chat, f"m{len(self.turns)}", text, **more))  # type: ignore[arg-type]

    def tap(self, choice: str) -> Turn:
        """The turn after the citizen pressed a choice, named by id or label."""
        return self.hear(Inbound(self.conversation.chat, f"m{len(self.turns)}", choice_id=self.id_of(choice)))

    def send(self, kind: str, text: str = "") -> Turn:
        """The turn after the citizen sent something beside words."""
        attachment = Attachment(AttachmentKind(kind), ref=f"file-{len(self.turns)}")
        return self.say(text, attachments=(attachment,))

    def event(self, kind: str, **more: object) -> Turn:
        """The turn after something happened on the channel."""
        return self.say(str(more.pop("text", "")), kind=InboundKind(kind), **more)

    def hear(self, message: Inbound) -> Turn:
        """The turn after any message; its effects are carried out."""
        self.now += timedelta(seconds=20)
        turn = respond(self.conversation, message, self.catalog, self.now, self.known(message))
        self.conversation = turn.conversation
        self.turns.append(turn)
        self.effects += turn.effects
        for effect in turn.effects:
            self._carry_out(effect)
        return turn

    def wait(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span

    def desk(self, action: str) -> None:
        """Let a person claim, answer or close the open case."""
        statuses = {"claim": CaseStatus.CLAIMED, "answer": CaseStatus.ANSWERED, "close": CaseStatus.CLOSED}
        case = self.cases[self.conversation.open_case]
        answered_at = self.now if action == "answer" else case.answered_at
        self.cases[case.code] = replace(case, status=statuses[action], answered_at=answered_at)

    def known(self, message: Inbound) -> Known:
        """What a shell would have looked up."""
        code = asked_code(message.text)
        number = len(self.cases) + 1
        return Known(
            new_case=NewCase(number, CODES[number % len(CODES)] if number < len(CODES) else f"AB{number:04d}"),
            open_case=self.cases.get(self.conversation.open_case),
            asked_case=self.cases.get(code) if code else None,
            reminders=tuple(self.reminders.values()),
            new_reminder_id=f"r{len(self.turns)}",
            private_link="https://t.me/CamTayBot?start=" if message.in_group else "",
            kept=KeptData(
                turns=len(self.turns),
                first_at=self.now,
                cases=tuple(self.cases.values()),
                reminders=tuple(self.reminders.values()),
                export_json='{"turns": []}',
                export_text="Không có gì",
            ),
        )

    def id_of(self, choice: str) -> str:
        """The id of a choice on the screen with this label, or the text itself when it is an id."""
        return next((one.id for one in self.on_screen() if one.label == choice), choice)

    def on_screen(self) -> tuple[Choice, ...]:
        """Every choice any message has offered, the newest first."""
        return tuple(
            choice for turn in reversed(self.turns) for reply in reversed(turn.replies) for choice in reply.choices
        )

    def _carry_out(self, effect: Effect) -> None:
        if isinstance(effect, OpenCase):
            code = self.conversation.open_case
            self.cases[code] = Case(
                number=len(self.cases) + 1,
                code=code,
                chat=self.conversation.chat,
                status=CaseStatus.OPEN,
                reason=effect.reason,
                opened_at=self.now,
                question=effect.question,
                guide_id=effect.guide_id,
                step_id=effect.step_id,
            )
            self.said_in_case[code] = [effect.question]
        elif isinstance(effect, AppendToCase):
            self.said_in_case[effect.code].append(effect.text)
        elif isinstance(effect, SetReminder):
            self.reminders[effect.reminder.id] = effect.reminder
        elif isinstance(effect, CancelReminder):
            self.reminders.pop(effect.reminder_id)
        elif isinstance(effect, DeleteMyData):
            self.reminders.clear()


def text_of(turn: Turn) -> str:
    """All that was said in a turn."""
    return "\n".join(reply.text for reply in turn.replies)


def labels_of(turn: Turn) -> list[str]:
    """The labels of every choice a turn offered."""
    return [choice.label for reply in turn.replies for choice in reply.choices]


def last_reply(turn: Turn) -> Outbound:
    """The last message of a turn."""
    return turn.replies[-1]
