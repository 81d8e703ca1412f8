"""Lets members in and keeps others out: signed cookies, form tokens, limits, lock-out."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from hashlib import sha256

from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer

from bot.console.frame import Frame, Visitor, why_refused
from bot.pages.guide_pages import speaker_of
from bot.pages.limits import RateLimit
from flows.access import Right, may
from flows.members import Member
from flows.phrases import Speaker
from storage.store import Store

COOKIE = "camtay_desk"
SIGNED_IN = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=5)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Show = Callable[[Visitor], Awaitable[web.StreamResponse]]


class Guard:
    """Who is behind a request, and whether they may do what they ask for."""

    def __init__(self, store: Store, frame: Frame, secret: str, home: str) -> None:
        self._store, self._frame, self.home = store, frame, home
        self._signer = URLSafeSerializer(secret, salt="console")
        self._secret = secret
        self._limit: RateLimit | None = None
        self._seen: dict[str, datetime] = {}

    def only(self, right: Right, show: Show) -> Handler:
        """The page for members with `right`: 401 for others, 403 for members without it and forms not ours."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            browser = self.browser_of(request)
            member = await self.member_of(browser)
            if member is None:
                return self._frame.draw("signed_out.html", self._speaker(request), status=401, asked=False)
            visitor = Visitor(request, member, self.form_token(browser))
            if not may(member, right):
                return self._frame.page(visitor, "not_allowed.html", status=403)
            try:
                if request.method not in {"GET", "HEAD"} and not await self._is_ours(request, visitor.token, member):
                    raise web.HTTPForbidden
                return await show(visitor)
            except web.HTTPClientError as refusal:
                return self._frame.refused(visitor, refusal)

        return guarded

    def for_all(self, show: Handler) -> Handler:
        """The page for everybody; why something was refused is said on a page, too."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                return await show(request)
            except web.HTTPClientError as refusal:
                why, speaker = why_refused(refusal), self._speaker(request)
                around = "outside.html"
                return self._frame.draw("refused.html", speaker, status=refusal.status, around=around, why=why, code="")

        return guarded

    def browser_of(self, request: web.Request) -> str:
        """The secret of a signed-in browser, "" where the cookie is missing or not ours."""
        try:
            return str(self._signer.loads(request.cookies.get(COOKIE, "")))
        except BadSignature:
            return ""

    async def member_of(self, browser: str) -> Member | None:
        """The member this browser is signed in for, or None."""
        if not browser:
            return None
        now = self._frame.clock()
        member = await self._store.read(lambda uow: uow.members.signed_in(browser, now))
        if member is not None and now - self._seen.get(browser, now - SEEN_EVERY) >= SEEN_EVERY:
            self._seen = {known: seen for known, seen in self._seen.items() if now - seen < SEEN_EVERY}
            self._seen[browser] = now
            await self._store.run(lambda uow: uow.members.touch(browser, now))
        return member

    async def sign_in(self, member: Member, request: web.Request, response: web.StreamResponse) -> None:
        """Remember the browser of `request` and hand it the cookie."""
        browser, now = secrets.token_urlsafe(32), self._frame.clock()
        name = request.headers.get("User-Agent", "")
        await self._store.run(lambda uow: uow.members.sign_in(member.id, browser, name, now, now + SIGNED_IN))
        response.set_cookie(
            COOKIE,
            str(self._signer.dumps(browser)),
            max_age=int(SIGNED_IN.total_seconds()),
            path="/console",
            httponly=True,
            samesite="Lax",
            secure=self.home.startswith("https"),
        )

    def form_token(self, browser: str) -> str:
        """What a form of ours carries and no other site can know."""
        return hmac.new(self._secret.encode(), f"form:{browser}".encode(), sha256).hexdigest()

    def allows(self, key: str) -> bool:
        """Whether one more is allowed from `key` now."""
        if self._limit is None:
            self._limit = RateLimit(burst=40, per_minute=60, clock=lambda: self._frame.clock().timestamp())
        return self._limit.allows(key)

    async def _is_ours(self, request: web.Request, token: str, member: Member) -> bool:
        if not self.allows(member.id):
            raise web.HTTPTooManyRequests
        sent = request.headers.get("X-Camtay-Token") or str((await request.post()).get("token", ""))
        return hmac.compare_digest(sent, token)

    def _speaker(self, request: web.Request) -> Speaker:
        return speaker_of(request, self._frame.catalog())
