"""Guides as pages: printable, shareable, readable without script."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from itertools import groupby

import segno
from aiohttp import web

from bot.pages.rendering import page, secure
from flows.catalog import Catalog
from flows.guides import Confidence, Fact, Guide
from flows.phrases import Speaker

FACT_GROUPS = ("fee", "time", "place", "online", "result", "legal")


class GuidePages:
    """The pages under /h/."""

    def __init__(self, catalog: Callable[[], Catalog], today: Callable[[], date]) -> None:
        self._catalog = catalog
        self._today = today

    def routes(self) -> list[web.RouteDef]:
        """The list of guides, one page for each, and its QR code."""
        return [
            web.get("/h", self.list_page),
            web.get("/h/{guide_id}", self.guide_page),
            web.get("/h/{guide_id}/qr.svg", self.qr_code),
        ]

    async def list_page(self, request: web.Request) -> web.StreamResponse:
        """All guides by section."""
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
            speaker=speaker,
            organisation=catalog.organisation,
        )
        secure(response)
        return response

    async def qr_code(self, request: web.Request) -> web.StreamResponse:
        """A QR code that leads to the guide's page."""
        guide = self._guide(request)
        drawing = BytesIO()
        address = str(request.url.origin().with_path(f"/h/{guide.id}"))
        segno.make(address, error="m").save(drawing, kind="svg", scale=4, border=2)
        return web.Response(body=drawing.getvalue(), content_type="image/svg+xml")

    def _guide(self, request: web.Request) -> Guide:
        guide = self._catalog().guides.get(request.match_info["guide_id"])
        if guide is None:
            raise web.HTTPNotFound(text="Không có hướng dẫn này. / There is no such guide.")
        return guide


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
