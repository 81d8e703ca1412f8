"""Signing in by a one-time link, signing out, and the browsers a member is signed in with."""

from collections.abc import Callable, Sequence

from aiohttp import web

from bot.console.frame import Frame, Visitor, back_to
from bot.console.guard import COOKIE, Guard
from bot.console.lock_out import LockOut
from bot.desk import Desk
from bot.invitations import send_link
from bot.offering import Offer
from bot.pages.guide_pages import speaker_of
from flows.access import Right, may
from storage.kept.members import digest_of
from storage.store import Store
from storage.unit_of_work import UnitOfWork


class SignInPages:
    """The door of the console."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        frame: Frame,
        guard: Guard,
        channels: Callable[[], Sequence[str]],
        offer: Offer,
    ) -> None:
        self._store, self._desk, self._frame, self._guard = store, desk, frame, guard
        self._channels, self._offer = channels, offer
        self._lock_out = LockOut(store, frame.clock)

    def routes(self) -> list[web.RouteDef]:
        """The addresses; the first four are for everybody."""
        only = self._guard.only
        return [
            web.get("/console/sign-in", self._guard.for_all(self.ask_page)),
            web.post("/console/sign-in", self._guard.for_all(self.ask)),
            web.get("/console/sign-in/{secret}", self._guard.for_all(self.confirm_page)),
            web.post("/console/sign-in/{secret}", self._guard.for_all(self.sign_in)),
            web.post("/console/sign-out", only(Right.CASES, self.sign_out)),
            web.get("/console/me", only(Right.CASES, self.own_page)),
            web.post("/console/me/browsers/{digest}/revoke", only(Right.CASES, self.revoke)),
            web.post("/console/me/presence", only(Right.CASES, self.set_presence)),
        ]

    async def ask_page(self, request: web.Request) -> web.StreamResponse:
        """Where a member asks for a new link."""
        return self._for_all(request, "signed_out.html", asked=False)

    async def ask(self, request: web.Request) -> web.StreamResponse:
        """Send a new link to the member's own chat; the answer is the same whether there is such a member or not."""
        await self._stop_if_locked(request)
        if not self._guard.allows(f"link:{address_of(request)}"):
            raise web.HTTPTooManyRequests(text="Xin chờ một phút rồi thử lại.")
        now, speaker = self._frame.clock(), speaker_of(request, self._frame.catalog())
        name = str((await request.post()).get("member", "")).strip()[:60]
        await self._lock_out.count(f"ask:{name}")
        if not await self._lock_out.is_locked(f"ask:{name}"):
            channels = self._channels()
            waiting = await self._store.run(
                lambda uow: send_link(uow, name, channels, self._guard.home or str(request.url.origin()), speaker, now)
            )
            if waiting:
                self._offer(waiting, ())
        return self._for_all(request, "signed_out.html", asked=True)

    async def confirm_page(self, request: web.Request) -> web.StreamResponse:
        """One button: a link that chat apps open by themselves for a preview must not be used up by that."""
        return self._for_all(request, "sign_in.html")

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """Use the link up and remember the browser."""
        await self._stop_if_locked(request)
        self._stop_if_foreign(request)
        link, now = request.match_info["secret"], self._frame.clock()
        member = await self._store.run(lambda uow: uow.members.take_link(link, now))
        if member is None or not member.active:
            await self._lock_out.count(address_of(request))
            return self._for_all(request, "signed_out.html", status=401, asked=False)
        response = web.HTTPSeeOther("/console")
        await self._guard.sign_in(member, request, response)
        raise response

    async def sign_out(self, visitor: Visitor) -> web.StreamResponse:
        """Forget this browser."""
        digest, now = digest_of(self._guard.browser_of(visitor.request)), self._frame.clock()
        await self._store.run(lambda uow: uow.members.revoke(digest, now))
        response = web.HTTPSeeOther("/console/sign-in")
        response.del_cookie(COOKIE, path="/console")
        raise response

    async def own_page(self, visitor: Visitor) -> web.StreamResponse:
        """What is known of the member, and the browsers signed in."""
        now, member = self._frame.clock(), visitor.member
        browsers = await self._store.read(lambda uow: uow.members.sign_ins(member.id, now))
        this = digest_of(self._guard.browser_of(visitor.request))
        return self._frame.page(visitor, "me.html", browsers=browsers, this=this)

    async def revoke(self, visitor: Visitor) -> web.StreamResponse:
        """Sign one of the member's browsers out; an admin may do so for anybody."""
        digest, now, member = visitor.value("digest"), self._frame.clock(), visitor.member

        def take_back(uow: UnitOfWork) -> str:
            everybody = uow.members.all() if may(member, Right.PEOPLE) else [member]
            for one in everybody:
                if any(known.digest == digest for known in uow.members.sign_ins(one.id, now)):
                    uow.members.revoke(digest, now)
                    return one.id
            return ""

        whose = await self._store.run(take_back)
        if not whose:
            raise web.HTTPNotFound
        raise back_to("/console/me" if whose == member.id else f"/console/people/{whose}", "revoked")

    async def set_presence(self, visitor: Visitor) -> web.StreamResponse:
        """Note that the member is at hand until the desk closes, or no longer."""
        present = (await visitor.form()).get("present") == "1"
        await self._desk.set_present(visitor.member.id, present=present)
        raise back_to("/console/me", "presence")

    def _for_all(self, request: web.Request, template: str, *, status: int = 200, **values: object) -> web.Response:
        return self._frame.draw(template, speaker_of(request, self._frame.catalog()), status=status, **values)

    def _stop_if_foreign(self, request: web.Request) -> None:
        """Refuse a form that another site sent: nobody is to be signed in as somebody else unawares."""
        sender = request.headers.get("Origin", "")
        if sender and sender not in {self._guard.home, str(request.url.origin()), f"https://{request.host}"}:
            raise web.HTTPForbidden(text="Trang đã cũ, hãy tải lại rồi làm lại.")

    async def _stop_if_locked(self, request: web.Request) -> None:
        if await self._lock_out.is_locked(address_of(request)):
            raise web.HTTPTooManyRequests(text="Thử sai nhiều lần quá. Xin chờ 15 phút rồi thử lại.")


def address_of(request: web.Request) -> str:
    """The network address a request came from; a proxy on this machine tells it."""
    remote = request.remote or ""
    if remote in {"127.0.0.1", "::1"}:
        return request.headers.get("X-Forwarded-For", remote).split(",")[-1].strip()
    return remote
