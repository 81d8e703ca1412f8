"""organisation.yaml → the commune that runs this assistant."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

from pydantic import Field

from flows.guides import ContentProblem
from flows.organisation import Contact, Hamlet, OpeningHours, Organisation, Person
from storage.content.desk import WEEKDAYS, ClockTime, DeskEntry, desk_problems
from storage.content.parsing import SourceFile, parse, read_sources
from storage.content.schema import Entry, Sentence, StepId


class HoursEntry(Entry):
    """The hours of some weekdays; two spans leave a lunch break between them."""

    days: list[str] = Field(min_length=1)
    spans: list[tuple[ClockTime, ClockTime]] = Field(min_length=1)


class HolidayEntry(Entry):
    """A day, or the days up to `to`, when nobody works."""

    day: date
    to: date | None = None
    name: Sentence


class HamletEntry(Entry):
    """A hamlet with the names people use."""

    id: StepId
    name: Sentence
    other_names: list[Sentence] = Field(default_factory=list)


class PersonEntry(Entry):
    """Somebody citizens ask for."""

    id: StepId
    name: Sentence
    role: Sentence
    role_words: list[Sentence] = Field(default_factory=list)
    phone: str = ""
    topics: list[str] = Field(default_factory=list)
    hamlet: str = ""
    team: bool = False


class ContactEntry(Entry):
    """An office or a number to call."""

    id: StepId
    name: Sentence
    phone: str = ""
    address: str = ""
    hours: str = ""
    keeps_hours: bool = False
    words: list[Sentence] = Field(default_factory=list)
    note: str = ""
    source: str = ""
    confirmed: bool = True
    national: bool = False


class OrganisationFile(Entry):
    """organisation.yaml."""

    name: Sentence
    place: str = ""
    province: str = ""
    address: str = ""
    phone: str = ""
    website: str = ""
    hours: list[HoursEntry] = Field(default_factory=list)
    holidays: list[HolidayEntry] = Field(default_factory=list)
    working_days: list[date] = Field(default_factory=list)
    desk: DeskEntry = Field(default_factory=DeskEntry)
    hamlets: list[HamletEntry] = Field(default_factory=list)
    people: list[PersonEntry] = Field(default_factory=list)
    contacts: list[ContactEntry] = Field(default_factory=list)


def load_organisation(root: Path) -> tuple[Organisation, list[ContentProblem]]:
    """The organisation of organisation.yaml, or an empty one, and what is wrong with the file."""
    source = next(read_sources(root, "organisation.yaml"), None)
    entry, problems = parse(source, OrganisationFile) if source else (None, [])
    if source is None or entry is None:
        return Organisation(), problems
    return to_organisation(entry), [*problems, *_unknown(source, entry)]


def to_organisation(entry: OrganisationFile) -> Organisation:
    """The organisation an entry describes."""
    return Organisation(
        name=entry.name,
        place=entry.place,
        province=entry.province,
        address=entry.address,
        phone=entry.phone,
        website=entry.website,
        hours=tuple(span for hours in entry.hours for span in _spans(hours)),
        holidays=tuple(day for holiday in entry.holidays for day in _days(holiday)),
        working_days=tuple(entry.working_days),
        answer_minutes=entry.desk.answer_minutes,
        claim_minutes=entry.desk.claim_minutes,
        quiet_minutes=entry.desk.quiet_minutes,
        close_days=entry.desk.close_days,
        reopen_days=entry.desk.reopen_days,
        ladder=entry.desk.rungs(),
        routes=entry.desk.ways(),
        rota=entry.desk.shifts(),
        hamlets=tuple(Hamlet(hamlet.id, hamlet.name, tuple(hamlet.other_names)) for hamlet in entry.hamlets),
        people=tuple(_person(person) for person in entry.people),
        contacts=tuple(_contact(contact) for contact in entry.contacts),
    )


def _spans(entry: HoursEntry) -> Iterator[OpeningHours]:
    for name in entry.days:
        if name in WEEKDAYS:
            for opens, closes in entry.spans:
                yield OpeningHours(WEEKDAYS.index(name), time.fromisoformat(opens), time.fromisoformat(closes))


def _days(entry: HolidayEntry) -> Iterator[tuple[date, str]]:
    last = entry.to or entry.day
    for ordinal in range(entry.day.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal), entry.name


def _person(entry: PersonEntry) -> Person:
    return Person(
        id=entry.id,
        name=entry.name,
        role=entry.role,
        role_words=tuple(entry.role_words),
        phone=entry.phone,
        topics=tuple(entry.topics),
        hamlet=entry.hamlet,
        team=entry.team,
    )


def _contact(entry: ContactEntry) -> Contact:
    return Contact(
        id=entry.id,
        name=entry.name,
        phone=entry.phone,
        address=entry.address,
        hours=entry.hours,
        keeps_hours=entry.keeps_hours,
        words=tuple(entry.words),
        note=entry.note,
        source=entry.source,
        confirmed=entry.confirmed,
        national=entry.national,
    )


def _unknown(source: SourceFile, entry: OrganisationFile) -> Iterator[ContentProblem]:
    hamlets = {hamlet.id for hamlet in entry.hamlets}
    yield from desk_problems(source, entry.desk, hamlets)
    for index, person in enumerate(entry.people):
        if person.hamlet and person.hamlet not in hamlets:
            yield source.problem(("people", index, "hamlet"), f"không có thôn nào mang id {person.hamlet}")
    for index, hours in enumerate(entry.hours):
        for day in hours.days:
            if day not in WEEKDAYS:
                message = f"không hiểu ngày “{day}”, viết: {', '.join(WEEKDAYS)}"
                yield source.problem(("hours", index, "days"), message)
