"""The team's pages: sign in by a one-time link, see the cases, answer them."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from hashlib import sha256

from aiohttp import web

from bot.desk import Desk
from bot.pages.rendering import page, secure
from flows.cases import CaseError
from flows.hours import in_vietnam
from flows.members import Member
from flows.phrases import Speaker
from storage.store import Store
from storage.unit_of_work import UnitOfWork

COOKIE = "camtay_desk"
SIGNED_IN = timedelta(days=14)
Page = Callable[[web.Request, Member], Awaitable[web.StreamResponse]]


class Console:
    """The pages under /console; every one but the sign-in link needs a signed-in member."""

    def __init__(self, desk: Desk, store: Store, clock: Callable[[], datetime], *, secure: bool) -> None:
        self._desk, self._store, self._clock, self._https_only = desk, store, clock, secure

    def routes(self) -> list[web.RouteDef]:
        """The pages and what their forms do."""
        return [
            web.get("/console/sign-in/{secret}", self.confirm_page),
            web.post("/console/sign-in/{secret}", self.sign_in),
            web.get("/console", self.members_only(self.list_page)),
            web.get("/console/cases/{code}", self.members_only(self.case_page)),
            web.post("/console/cases/{code}/answer", self.members_only(self.answer)),
            web.post("/console/cases/{code}/close", self.members_only(self.close)),
        ]

    def members_only(self, show: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The page for signed-in members; 401 for others, 403 for a form that is not ours."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            cookie, moment = request.cookies.get(COOKIE, ""), self._clock()
            member = await self._store.run(lambda uow: uow.members.signed_in(cookie, moment)) if cookie else None
            if member is None:
                return self._page("signed_out.html", status=401)
            if request.method == "POST":
                sent = str((await request.post()).get("token", ""))
                if not hmac.compare_digest(sent, form_token(cookie)):
                    raise web.HTTPForbidden
            return await show(request, member)

        return guarded

    async def confirm_page(self, request: web.Request) -> web.StreamResponse:
        """One button: a link that chat apps open by themselves for a preview must not be used up by that."""
        return self._page("sign_in.html")

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """Use the link up and remember the browser."""
        link, moment, cookie = request.match_info["secret"], self._clock(), secrets.token_urlsafe(32)
        browser = request.headers.get("User-Agent", "")

        def take(uow: UnitOfWork) -> bool:
            member = uow.members.take_link(link, moment)
            if member is not None:
                uow.members.sign_in(member.id, cookie, browser, moment, moment + SIGNED_IN)
            return member is not None

        if not await self._store.run(take):
            return self._page("signed_out.html", status=401)
        response = web.HTTPSeeOther("/console")
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=int(SIGNED_IN.total_seconds()),
            path="/console",
            httponly=True,
            samesite="Lax",
            secure=self._https_only,
        )
        return response

    async def list_page(self, request: web.Request, member: Member) -> web.StreamResponse:
        """The unfinished cases, the most urgent first."""
        return self._page("cases.html", cases=await self._desk.cases(), member=member, in_vietnam=in_vietnam)

    async def case_page(self, request: web.Request, member: Member, problem: str = "") -> web.StreamResponse:
        """One case with transcript, log and the form for an answer."""
        try:
            opened = await self._desk.open_file(request.match_info["code"])
        except CaseError as error:
            raise web.HTTPNotFound(text=error.message) from error
        token = form_token(request.cookies[COOKIE])
        return self._page("case.html", file=opened, token=token, problem=problem, in_vietnam=in_vietnam)

    async def answer(self, request: web.Request, member: Member) -> web.StreamResponse:
        """Send the answer to the citizen."""
        text = str((await request.post()).get("text", ""))
        return await self._act(request, member, self._desk.answer(request.match_info["code"], member.id, text))

    async def close(self, request: web.Request, member: Member) -> web.StreamResponse:
        """Close the case."""
        return await self._act(request, member, self._desk.close(request.match_info["code"], member.id))

    async def _act(self, request: web.Request, member: Member, act: Awaitable[object]) -> web.StreamResponse:
        try:
            await act
        except CaseError as error:
            return await self.case_page(request, member, error.message)
        return web.HTTPSeeOther(f"/console/cases/{request.match_info['code']}")

    def _page(self, template: str, *, status: int = 200, **values: object) -> web.Response:
        response = page(template, package="bot.console", status=status, speaker=Speaker("vi"), **values)
        secure(response)
        response.headers["Cache-Control"] = "no-store"
        return response


def form_token(cookie: str) -> str:
    """What a form of ours carries and no other site can know."""
    return sha256(f"form:{cookie}".encode()).hexdigest()
