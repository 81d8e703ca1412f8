"""How the console tells moments, devices and what happened to a case, in few words."""

from collections.abc import Mapping
from datetime import datetime

from bot.console.words import CHANNEL, EVENT, LEVEL, person, place_name
from flows.catalog import Catalog
from flows.hours import in_vietnam
from flows.members import Member
from flows.phrases import Speaker, phrase

TODAY, YESTERDAY, TOMORROW = phrase("{hour} hôm nay"), phrase("{hour} hôm qua"), phrase("{hour} ngày mai")
NEAR = {0: TODAY, -1: YESTERDAY, 1: TOMORROW}
BROWSERS = ("Edg", "OPR", "SamsungBrowser", "coc_coc_browser", "Firefox", "Chrome", "Safari")  # the telling one first
CALLED = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "coc_coc_browser": "Cốc Cốc"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
UNSAID = frozenset({"by-hand", "failure"})  # what the event's own words say already
WHY = {"overdue": phrase("quá hạn")}


def when(moment: datetime, now: datetime, speaker: Speaker) -> str:
    """A moment as people say it: "09:30 hôm nay", "09:30, 2/11", the year only where it is another one."""
    then, today = in_vietnam(moment), in_vietnam(now)
    days = (then.date() - today.date()).days
    if days in NEAR:
        return speaker.say(NEAR[days], hour=speaker.hour(then))
    day = f"{then.day}/{then.month}" if then.year == today.year else f"{then.day}/{then.month}/{then.year}"
    return f"{speaker.hour(then)}, {day}"


def device_name(sent: str, speaker: Speaker) -> str:
    """What a browser calls itself, as its owner knows it: "Chrome, Android"."""
    browser = next((name for name in BROWSERS if name in sent), "")
    system = next((called for name, called in SYSTEMS.items() if name in sent), "")
    return ", ".join(word for word in (CALLED.get(browser, browser), system) if word) or speaker.say("không rõ")


def event_words(
    text: str, detail: tuple[tuple[str, str], ...], catalog: Catalog, speaker: Speaker, members: Mapping[str, Member]
) -> str:
    """A change of a case in words, with what it names."""
    said = speaker.say(EVENT[text]) if text in EVENT else text
    more = ", ".join(filter(None, (named(name, value, catalog, speaker, members) for name, value in detail)))
    return f"{said}: {more}" if more else said


def named(name: str, value: str, catalog: Catalog, speaker: Speaker, members: Mapping[str, Member]) -> str:
    """One thing an event names: a rung, a hamlet, a member, a channel or free words; "" where it says nothing new."""
    if value in WHY:
        return speaker.say(WHY[value])
    if name in UNSAID or value in UNSAID:
        return ""
    if value in LEVEL:
        level = speaker.say(LEVEL[value])
        return speaker.say("từ {place}", place=level) if name == "from" else speaker.say("lên {place}", place=level)
    if value in CHANNEL:
        return speaker.say(CHANNEL[value])
    return person(value, members) if value in members else place_name(value, catalog)
