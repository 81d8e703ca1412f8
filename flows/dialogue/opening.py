"""When the commune's offices are open, said to somebody who asks: the week, and the day that was meant."""

import re
from datetime import date, time
from itertools import groupby
from operator import itemgetter

from flows.dialogue.people import closure_text
from flows.dialogue.scene import Scene
from flows.hours import holiday_on, hours_at, spans_on
from flows.organisation import OpeningHours
from flows.reminders import named_day

ClockSpan = tuple[time, time]
# Days of Tết are counted by the moon, and "the holiday" names none: what is near is told.
_DAY_OFF = re.compile(r"\b(?:tet|(?:ngay|nghi|dip) le|le (?:nay|toi|sap)|holidays?)\b")
_NEXT = 3  # holidays that are told


def opening_lines(scene: Scene) -> list[str]:
    """The week's hours, then how it stands on the day that was named, or now."""
    organisation = scene.catalog.organisation
    week = _week(scene, organisation.hours)
    return [scene.say("Giờ làm việc: {hours}", hours=week), day_line(scene)] if week else []


def day_line(scene: Scene) -> str:
    """Whether the offices are open on the day that was named, or now when none was; "" where no hours are known."""
    organisation = scene.catalog.organisation
    day = named_day(scene.text, scene.now)
    if not organisation.hours:
        return ""
    if day and (holiday := holiday_on(organisation, day)):
        return scene.say("{day} nghỉ {holiday}, không làm việc.", day=scene.speaker.dated(day), holiday=holiday)
    if _DAY_OFF.search(scene.words) and (days := _days_off(scene)):
        return scene.say("Ngày nghỉ sắp tới: {days}.", days=days)
    if day is None or day == scene.today:
        desk = hours_at(organisation, scene.now)
        return scene.say("Bây giờ đang mở cửa.") if desk.is_open else closure_text(scene, desk)
    name = scene.speaker.dated(day)
    spans = tuple((span.opens.time(), span.closes.time()) for span in spans_on(organisation, day))
    if not spans:
        return scene.say("{day} nghỉ, không làm việc.", day=name)
    return scene.say("{day} có làm việc, {hours}.", day=name, hours=_spans(scene, spans))


def _days_off(scene: Scene) -> str:
    """The next holidays with their days, or "" where none is known."""
    coming = sorted(one for one in scene.catalog.organisation.holidays if one[0] >= scene.today)
    runs = [(name, [day for day, _ in days]) for name, days in groupby(coming, key=itemgetter(1))]
    return "; ".join(f"{name} {_from_to(scene, days[0], days[-1])}" for name, days in runs[:_NEXT])


def _from_to(scene: Scene, first: date, last: date) -> str:
    names = scene.speaker.short_day(first), scene.speaker.short_day(last)
    return names[0] if first == last else scene.say("{first} đến {last}", first=names[0], last=names[1])


def _week(scene: Scene, hours: tuple[OpeningHours, ...]) -> str:
    days = sorted({span.weekday for span in hours})
    of_day = {day: tuple(sorted((span.opens, span.closes) for span in hours if span.weekday == day)) for day in days}
    # Days in a row that share their hours are as far from each other as from their places in the list.
    runs = groupby(enumerate(days), key=lambda place: (place[1] - place[0], of_day[place[1]]))
    return "; ".join(_run(scene, [day for _, day in run], spans) for (_, spans), run in runs)


def _run(scene: Scene, days: list[int], spans: tuple[ClockSpan, ...]) -> str:
    first, last = scene.speaker.weekday(days[0]), scene.speaker.weekday(days[-1])
    names = first if first == last else scene.say("{first} đến {last}", first=first, last=last)
    return f"{names}, {_spans(scene, spans)}"


def _spans(scene: Scene, spans: tuple[ClockSpan, ...]) -> str:
    return ", ".join(f"{scene.speaker.hour(opens)}–{scene.speaker.hour(closes)}" for opens, closes in spans)
