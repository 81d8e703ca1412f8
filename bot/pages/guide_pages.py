"""Guides as pages: printable, shareable, readable without script."""

import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from io import BytesIO
from itertools import groupby

from aiohttp import web

from bot.pages.limits import RateLimit, address_of
from bot.pages.rendering import page, secure
from flows.catalog import Catalog
from flows.deep_links import carrying
from flows.guides import FACT_GROUPS, Confidence, Fact, Guide
from flows.phrases import Speaker

PAGES_AT_ONCE = 300  # from one address, within a minute: a whole office may share one
LONGEST_START = 64  # characters of what Telegram passes on from a deep link


class GuidePages:
    """The pages under /h/.

    `home` is the address the world knows us by, "" for the one a page was asked for under; `telegram` gives the address
    that opens our Telegram bot, up to what it carries, or ""; `seconds` is a clock for the readers' pace.
    """

    def __init__(
        self,
        catalog: Callable[[], Catalog],
        today: Callable[[], date],
        home: str = "",
        telegram: Callable[[], str] = lambda: "",
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._catalog = catalog
        self._today = today
        self._home, self._telegram = home, telegram
        self._limit = RateLimit(burst=PAGES_AT_ONCE, per_minute=PAGES_AT_ONCE, clock=seconds)

    def routes(self) -> list[web.RouteDef]:
        """The list of guides, one page for each, and its QR code."""
        return [
            web.get("/h", self.list_page),
            web.get("/h/{guide_id}", self.guide_page),
            web.get("/h/{guide_id}/qr.svg", self.qr_code),
            web.get("/h/{guide_id}/qr-telegram.svg", self.telegram_qr_code),
        ]

    async def list_page(self, request: web.Request) -> web.StreamResponse:
        """All guides by section."""
        self._count(request)
        catalog, speaker = self._catalog(), speaker_of(request, self._catalog())
        order = {section: position for position, section in enumerate(catalog.sections)}
        guides = sorted(catalog.guides.values(), key=lambda guide: (order.get(guide.field, 99), guide.title.vi))
        sections = [
            (
                catalog.sections[field].title.in_language(speaker.language) if field in catalog.sections else field,
                [*own],
            )
            for field, own in groupby(guides, key=lambda guide: guide.field)
        ]
        response = page("guides.html", sections=sections, speaker=speaker, organisation=catalog.organisation)
        secure(response)
        return response

    async def guide_page(self, request: web.Request) -> web.StreamResponse:
        """One guide from the question to the result."""
        self._count(request)
        catalog = self._catalog()
        guide = self._guide(request)
        speaker, today = speaker_of(request, catalog), self._today()
        response = page(
            "guide.html",
            guide=guide,
            facts={name: facts_today(getattr(guide, name), today) for name in FACT_GROUPS},
            related=[catalog.guides[related] for related in guide.related if related in catalog.guides],
            checked_on=max((fact.checked_on for fact in guide.fee + guide.time + guide.place), default=None),
            overdue=guide.review_by is not None and guide.review_by < today,
            unconfirmed=Confidence.UNCONFIRMED,
            telegram=self._telegram_address(guide),
            speaker=speaker,
            organisation=catalog.organisation,
        )
        secure(response)
        return response

    async def qr_code(self, request: web.Request) -> web.StreamResponse:
        """A QR code that leads to the guide's page."""
        self._count(request)
        return drawn(f"{self._home or request.url.origin()}/h/{self._guide(request).id}")

    async def telegram_qr_code(self, request: web.Request) -> web.StreamResponse:
        """A QR code that opens the guide with our bot on Telegram; 404 where there is no bot."""
        self._count(request)
        address = self._telegram_address(self._guide(request))
        if not address:
            raise web.HTTPNotFound
        return drawn(address)

    def _telegram_address(self, guide: Guide) -> str:
        start, code = self._telegram(), carrying(guide.id)
        return start + code if start and len(code) <= LONGEST_START else ""

    def _count(self, request: web.Request) -> None:
        if not self._limit.allows(address_of(request)):
            raise web.HTTPTooManyRequests(text="Mở trang hơi nhanh, chờ một phút giúp. / Too fast, wait a minute.")

    def _guide(self, request: web.Request) -> Guide:
        guide = self._catalog().guides.get(request.match_info["guide_id"])
        if guide is None:
            raise web.HTTPNotFound(text="Không có hướng dẫn này. / There is no such guide.")
        return guide


@lru_cache(maxsize=500)
def _drawing(address: str) -> bytes:
    drawing = BytesIO()
    import segno  # noqa: PLC0415 (only a drawing needs its memory)

    segno.make(address, error="m").save(drawing, kind="svg", scale=4, border=2)
    return drawing.getvalue()


def drawn(address: str) -> web.Response:
    """The QR code of an address."""
    return web.Response(body=_drawing(address), content_type="image/svg+xml")


def section_title(catalog: Catalog, field: str, speaker: Speaker) -> str:
    """The title of a section, or its id when sections.yaml lacks it."""
    section = catalog.sections.get(field)
    return section.title.in_language(speaker.language) if section else field


def facts_today(facts: tuple[Fact, ...], today: date) -> list[Fact]:
    """The facts in force on `today`."""
    return [fact for fact in facts if fact.holds_on(today)]


def speaker_of(request: web.Request, catalog: Catalog) -> Speaker:
    """The voice of the language the reader chose: ?lang=, else the cookie, else Vietnamese."""
    chosen = request.query.get("lang") or request.cookies.get("camtay_lang", "vi")
    return catalog.phrases.speaker(chosen if chosen in catalog.phrases.languages else "vi")
