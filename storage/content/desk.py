"""The part of organisation.yaml that says how the desk works: promises, ladder, rota."""

from collections.abc import Iterator
from datetime import time
from typing import Annotated

from pydantic import Field, StringConstraints

from flows.guides import ContentProblem
from flows.organisation import LADDER, Organisation, Route, Rung, Shift
from storage.content.parsing import SourceFile
from storage.content.schema import Entry, Sentence

WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Minutes = Annotated[int, Field(ge=1, le=10_000)]
Days = Annotated[int, Field(ge=0, le=365)]
Level = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$")]
_DEFAULT = Organisation()


class RungEntry(Entry):
    """A rung of the ladder; with `phone` it is an office outside this desk, which the citizen calls."""

    level: Level
    name: Sentence
    phone: str = ""


class RouteEntry(Entry):
    """Cases about these topics, or from these hamlets, climb only these rungs."""

    levels: list[Level] = Field(min_length=1)
    topics: list[str] = Field(default_factory=list)
    hamlets: list[str] = Field(default_factory=list)


class ShiftEntry(Entry):
    """Members who are on duty on some weekdays, by their ids at the desk."""

    days: list[str] = Field(min_length=1)
    members: list[str] = Field(min_length=1)
    opens: ClockTime = "00:00"
    closes: ClockTime = "23:59"


def _ladder() -> list[RungEntry]:
    return [RungEntry(level=rung.level, name=rung.name, phone=rung.phone) for rung in LADDER]


class DeskEntry(Entry):
    """How the desk works; minutes are working minutes."""

    answer_minutes: Minutes = _DEFAULT.answer_minutes
    claim_minutes: Minutes = _DEFAULT.claim_minutes
    quiet_minutes: Minutes = _DEFAULT.quiet_minutes
    close_days: Days = _DEFAULT.close_days
    reopen_days: Days = _DEFAULT.reopen_days
    ladder: list[RungEntry] = Field(default_factory=_ladder)
    routes: list[RouteEntry] = Field(default_factory=list)
    rota: list[ShiftEntry] = Field(default_factory=list)

    def rungs(self) -> tuple[Rung, ...]:
        """The ladder, lowest rung first."""
        return tuple(Rung(rung.level, rung.name, rung.phone) for rung in self.ladder)

    def ways(self) -> tuple[Route, ...]:
        """The routes in the order they are tried."""
        return tuple(Route(tuple(way.levels), tuple(way.topics), tuple(way.hamlets)) for way in self.routes)

    def shifts(self) -> tuple[Shift, ...]:
        """The rota, one shift for each weekday named."""
        return tuple(
            Shift(
                WEEKDAYS.index(day.lower()),
                tuple(shift.members),
                time.fromisoformat(shift.opens),
                time.fromisoformat(shift.closes),
            )
            for shift in self.rota
            for day in shift.days
            if day.lower() in WEEKDAYS
        )


def desk_problems(source: SourceFile, desk: DeskEntry, hamlets: set[str]) -> Iterator[ContentProblem]:
    """Rungs, hamlets and days that are named and do not exist."""

    def problem(message: str, *path: str | int) -> ContentProblem:
        return source.problem(("desk", *path), message)

    levels = [rung.level for rung in desk.ladder]
    for index, level in enumerate(levels):
        if level in levels[:index]:
            yield problem(f"bậc {level} ghi hai lần", "ladder", index, "level")
    for index, route in enumerate(desk.routes):
        for level in route.levels:
            if level not in levels:
                yield problem(f"không có bậc nào tên {level} trong ladder", "routes", index, "levels")
        for hamlet in route.hamlets:
            if hamlet not in hamlets:
                yield problem(f"không có thôn nào mang id {hamlet}", "routes", index, "hamlets")
    for index, shift in enumerate(desk.rota):
        for day in shift.days:
            if day.lower() not in WEEKDAYS:
                yield problem(f"không hiểu ngày “{day}”, viết: {', '.join(WEEKDAYS)}", "rota", index, "days")
        if shift.opens >= shift.closes:
            yield problem("giờ bắt đầu phải trước giờ kết thúc", "rota", index, "opens")
