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
    keeps_hours: bool = False  # open when the commune is, by Organisation.hours
    words: tuple[str, ...] = ()  # what people call it, and what they report to it
    note: str = ""
    source: str = ""
    confirmed: bool = True
    national: bool = False


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the ladder a case climbs; `phone` is for a rung outside this desk, which the citizen calls."""

    level: str  # "hamlet", "commune", "province", "1022"
    name: str  # as the citizen reads it: "cán bộ xã"
    phone: str = ""

    @property
    def is_outside(self) -> bool:
        """Whether nobody of this desk answers there."""
        return bool(self.phone)


@dataclass(frozen=True, slots=True)
class Route:
    """The rungs of cases about these topics (sections or guide ids) or from these hamlets; none named means any."""

    levels: tuple[str, ...]
    topics: tuple[str, ...] = ()
    hamlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """Members who are on duty on one weekday (Monday is 0), by their ids at the desk."""

    weekday: int
    members: tuple[str, ...]
    opens: time = time.min
    closes: time = time.max


LADDER = (
    Rung("hamlet", "Tổ công nghệ số cộng đồng của thôn"),
    Rung("commune", "cán bộ xã"),
    Rung("province", "cán bộ tỉnh"),
    Rung("1022", "tổng đài 1022", phone="1022"),
)


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
    claim_minutes: int = 30  # working minutes after which an unclaimed case is offered again, and then goes up
    quiet_minutes: int = 60  # working minutes after which a case is taken back from whoever claimed it and is silent
    close_days: int = 3  # an answered case closes by itself when the citizen has been silent so long
    reopen_days: int = 7  # how long after closing the citizen can open the case again
    ladder: tuple[Rung, ...] = LADDER
    routes: tuple[Route, ...] = ()  # the first that fits a case names its rungs; without one it climbs the whole ladder
    rota: tuple[Shift, ...] = ()  # empty: everybody is on duty in working hours
    hamlets: tuple[Hamlet, ...] = ()
    people: tuple[Person, ...] = ()
    contacts: tuple[Contact, ...] = ()

    def hamlet(self, hamlet_id: str) -> Hamlet | None:
        """The hamlet with this id, or None."""
        return next((hamlet for hamlet in self.hamlets if hamlet.id == hamlet_id), None)

    @property
    def team(self) -> tuple[Person, ...]:
        """The members of the Tổ công nghệ số cộng đồng."""
        return tuple(person for person in self.people if person.team)
