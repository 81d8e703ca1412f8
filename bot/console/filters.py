"""Which cases a list shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.cases import UNFINISHED, Case, CaseStatus
from flows.catalog import Catalog
from flows.members import Member
from flows.text.letters import fold

RANKS = {CaseStatus.OPEN: 1, CaseStatus.CLAIMED: 2, CaseStatus.ANSWERED: 3, CaseStatus.CLOSED: 4}
LISTS = ("open", "mine", "overdue", "unfinished", "all")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a member chose to see; empty fields choose nothing."""

    shown: str = "unfinished"
    topic: str = ""  # a section
    place: str = ""  # a hamlet or commune
    channel: str = ""
    label: str = ""
    words: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "CaseFilter":
        """The filter an address names."""
        shown = query.get("list", "unfinished")
        return cls(
            shown if shown in LISTS else "unfinished",
            query.get("topic", ""),
            query.get("place", ""),
            query.get("channel", ""),
            query.get("label", ""),
            query.get("q", "").strip()[:100],
        )

    @property
    def statuses(self) -> tuple[CaseStatus, ...]:
        """The statuses to read; none means all."""
        if self.shown == "all" or self.words:
            return ()
        return (CaseStatus.OPEN,) if self.shown == "open" else UNFINISHED

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the list was chosen."""
        return any((self.topic, self.place, self.channel, self.label, self.words))

    def chosen(self, cases: Iterable[Case], member: Member, catalog: Catalog, now: datetime) -> list[Case]:
        """Those of `cases` this filter shows to `member`."""
        return [case for case in cases if self._fits(case, member, catalog, now)]

    def _fits(self, case: Case, member: Member, catalog: Catalog, now: datetime) -> bool:
        return (
            (self.shown != "mine" or case.assignee == member.id)
            and (self.shown != "overdue" or is_overdue(case, now))
            and (not self.topic or topic_of(case, catalog) == self.topic)
            and (not self.place or self.place in {case.place, case.hamlet})
            and (not self.channel or case.chat.channel == self.channel)
            and (not self.label or self.label in case.labels)
            and (not self.words or says(case, self.words))
        )


def says(case: Case, words: str) -> bool:
    """Whether a case has this code, number or these words, with or without marks."""
    if words.upper() == case.code or words.lstrip("#") == str(case.number):
        return True
    held = fold(case.question)
    return all(word in held for word in fold(words).split())


def is_overdue(case: Case, now: datetime) -> bool:
    """Whether somebody should have answered already."""
    return case.status in (CaseStatus.OPEN, CaseStatus.CLAIMED) and case.due_at is not None and case.due_at < now


def urgency(case: Case, now: datetime) -> tuple[int, float]:
    """What lists are sorted by: overdue first, then waiting, held, answered, by due time; closed last, newest first."""
    if case.status is CaseStatus.CLOSED:
        return RANKS[case.status], -(case.closed_at or case.opened_at).timestamp()
    return 0 if is_overdue(case, now) else RANKS[case.status], (case.due_at or case.opened_at).timestamp()


def topic_of(case: Case, catalog: Catalog) -> str:
    """The section of the guide a case is about, or ""."""
    guide = catalog.guides.get(case.guide_id or "")
    return guide.field if guide else ""
