"""What every page of the console shares: its frame, its navigation, its headers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.console import words
from bot.console.telling import device_name, event_words, when
from bot.pages.guide_pages import speaker_of
from bot.pages.rendering import page, secure
from flows.access import Right, may
from flows.catalog import Catalog
from flows.guides import ContentProblem
from flows.hours import in_vietnam
from flows.members import Member
from flows.phrases import Speaker, phrase

NAVIGATION = (
    ("/console", Right.CASES, phrase("Ca hỗ trợ")),
    ("/console/beside", Right.CASES, phrase("Giúp tại chỗ")),
    ("/console/guides", Right.CONTENT, phrase("Hướng dẫn")),
    ("/console/try", Right.CASES, phrase("Hỏi thử")),
    ("/console/unanswered", Right.CONTENT, phrase("Câu chưa trả lời được")),
    ("/console/drafts", Right.CONTENT, phrase("Bản nháp")),
    ("/console/notices", Right.CONTENT, phrase("Thông báo")),
    ("/console/files", Right.CONTENT, phrase("Tệp nội dung")),
    ("/console/numbers", Right.NUMBERS, phrase("Số liệu")),
    ("/console/organisation", Right.CASES, phrase("Xã và Tổ")),
    ("/console/people", Right.PEOPLE, phrase("Thành viên")),
)

UNTOLD = {
    403: phrase("Trang đã cũ, hãy tải lại rồi làm lại."),
    404: phrase("Trang này không có, hoặc không còn nữa."),
    429: phrase("Thao tác hơi nhanh, chờ một phút rồi làm tiếp."),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A request of a signed-in member; `token` is what our forms carry and nobody else knows."""

    request: web.Request
    member: Member
    token: str

    def value(self, name: str) -> str:
        """A part of the address or a query value, "" where it is missing."""
        return storable(self.request.match_info.get(name) or self.request.query.get(name, ""))

    async def form(self) -> Mapping[str, str]:
        """The texts of the form that was sent."""
        sent = await self.request.post()
        return {name: storable(value) for name, value in sent.items() if isinstance(value, str)}

    async def lists(self, name: str) -> list[str]:
        """Every value the form has under `name`."""
        sent = (await self.request.post()).getall(name, [])
        return [storable(value) for value in sent if isinstance(value, str)]


def storable(text: str) -> str:
    """The text without the one sign that PostgreSQL keeps in no text."""
    return text.replace("\0", "")


@dataclass(frozen=True, slots=True)
class Frame:
    """Draws pages with navigation, and a banner where something is wrong with channels or content."""

    catalog: Callable[[], Catalog]
    clock: Callable[[], datetime]
    problems: Callable[[], Sequence[ContentProblem]] = tuple
    alarms: Callable[[], Mapping[str, str]] = field(default=lambda: {})

    def page(self, visitor: Visitor, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """A page for a signed-in member."""
        catalog = self.catalog()
        speaker = speaker_of(visitor.request, catalog)
        banners = self.banners(visitor.member, speaker)
        shown = {
            "visitor": visitor,
            "member": visitor.member,
            "token": visitor.token,
            "navigation": navigation(visitor.member, visitor.request.path),
            "here": visitor.request.path,
            "banners": banners,
            "query": f"?{visitor.request.query_string}" if visitor.request.query_string else "",
            "saved": visitor.request.query.get("saved", ""),
            "refused": "",
            "wrong": {},
            "typed": {},
        }
        return self.draw(template, speaker, status=status, **{**shown, **values})

    def draw(self, template: str, speaker: Speaker, *, status: int = 200, **values: Any) -> web.Response:
        """A page of the console, for whoever sees it."""
        catalog, now = self.catalog(), self.clock()
        known = {
            "say": speaker.say,
            "speaker": speaker,
            "catalog": catalog,
            "organisation": catalog.organisation,
            "in_vietnam": in_vietnam,
            "now": now,
            "when": lambda moment: when(moment, now, speaker),
            "device_name": lambda sent: device_name(sent, speaker),
            "event_words": lambda line, members: event_words(line.text, line.detail, catalog, speaker, members),
            "may": may,
            "rights": Right,
            "share": lambda part: f"{speaker.number(round(100 * part))} %",
            "place_name": lambda area: words.place_name(area, catalog),
            **words.NAMES,
        }
        response = page(template, package="bot.console", status=status, **{**known, **values})
        return closed_off(response)

    def refused(self, visitor: Visitor, refusal: web.HTTPException) -> web.Response:
        """A page that says why something was refused, for whoever asked for it."""
        request, shown = visitor.request, {"around": "frame.html", "why": why_refused(refusal)}
        code = request.match_info.get("code", "") if request.method == "POST" else ""
        return self.page(visitor, "refused.html", status=refusal.status, code=code, **shown)

    def banners(self, member: Member, speaker: Speaker) -> list[str]:
        """What members who can do something about it must know at once."""
        lines: list[str] = []
        if may(member, Right.ALL_CASES):  # a lead cannot mend a channel, but answers the phone of those it left waiting
            lines += [f"{channel_name(name, speaker)}: {alarm}" for name, alarm in self.alarms().items()]
        fatal = [problem for problem in self.problems() if problem.fatal]
        if fatal and may(member, Right.CONTENT):
            first = fatal[0]
            lines.append(
                speaker.say(
                    "Có {count} lỗi trong tệp nội dung, bản cũ đang được dùng. Lỗi đầu: {file}, dòng {line}: {message}",
                    count=len(fatal),
                    file=first.file,
                    line=first.line,
                    message=first.message,
                )
            )
        return lines


Wrong = dict[str, str]  # the names of fields that were filled in wrongly, each with what to write instead


def why_refused(refusal: web.HTTPException) -> str:
    """The reason a refusal gives, or what its status means."""
    own = refusal.text or ""
    return UNTOLD.get(refusal.status, UNTOLD[404]) if own.startswith(f"{refusal.status}:") else own


def channel_name(name: str, speaker: Speaker) -> str:
    """How a channel is called."""
    return speaker.say(words.CHANNEL[name]) if name in words.CHANNEL else name


def navigation(member: Member, here: str) -> list[tuple[str, str, bool]]:
    """The addresses and names a member may go to, each with whether the page `here` belongs to it."""
    return [(address, name, belongs(here, address)) for address, right, name in NAVIGATION if may(member, right)]


def belongs(here: str, address: str) -> bool:
    """Whether the page `here` is one of those under a navigation address."""
    if address == "/console":
        return here == address or here.startswith("/console/cases")
    return here == address or here.startswith(f"{address}/")


def closed_off(response: web.Response) -> web.Response:
    """The response with the headers of a page that nobody else may keep or frame."""
    secure(response)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def back_to(address: str, saved: str = "") -> web.HTTPSeeOther:
    """A redirection after a form was taken; `saved` names the word of thanks to show."""
    return web.HTTPSeeOther(f"{address}{'&' if '?' in address else '?'}saved={saved}" if saved else address)
