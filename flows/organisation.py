"""The commune that runs this assistant: hours, hamlets, people, numbers to call."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A span of one weekday (Monday is 0); a lunch break is the gap between two spans."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a citizen may ask for. `phone` may be empty: then the commune's number is given."""

    id: str
    name: str
    role: str  # "Chủ tịch UBND xã", "Trưởng thôn", …
    role_words: tuple[str, ...] = ()  # how people call the role
    phone: str = ""
    topics: tuple[str, ...] = ()  # sections or guide ids the person answers for
    hamlet: str = ""  # id of the hamlet
    team: bool = False  # belongs to the Tổ công nghệ số cộng đồng


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A hamlet, village or quarter (thôn, ấp, khu phố, tổ dân phố) of the commune."""

    id: str
    name: str
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """An office or a number to call: commune offices, police post, health station, national hotlines."""

    id: str
    name: str
    phone: str = ""
    address: str = ""
    hours: str = ""
    words: tuple[str, ...] = ()  # what people call it, and what they report to it
    note: str = ""
    source: str = ""
    confirmed: bool = True
    national: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """The content of organisation.yaml."""

    name: str = ""
    place: str = ""  # official code of the commune
    province: str = ""
    address: str = ""
    phone: str = ""
    website: str = ""
    hours: tuple[OpeningHours, ...] = ()
    holidays: tuple[tuple[date, str], ...] = ()  # (day, name), Tết included
    working_days: tuple[date, ...] = ()  # days off in the week that are worked instead
    answer_minutes: int = 120  # working minutes within which a person should have answered a case
    hamlets: tuple[Hamlet, ...] = ()
    people: tuple[Person, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @property
    def team(self) -> tuple[Person, ...]:
        """The members of the Tổ công nghệ số cộng đồng."""
        return tuple(person for person in self.people if person.team)
