"""The access token: one refresher, saved before used, renewed in time, loud when only an admin can help."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels import zalo_token
from bot.channels.base import DeliveryError, open_http
from bot.channels.zalo_login import challenge, code_in, consent_link, new_verifier
from bot.channels.zalo_token import App, Pair, RefusedError, ZaloTokens, ask_for_tokens
from flows.messages import Outbound
from tests.channels.waiting import stopped_clock, until
from tests.channels.zalo_world import CHAT, world
from tests.fakes.state import Memory
from tests.fakes.zalo_oa_api import APP_ID, APP_SECRET, FIRST_REFRESH, FakeZaloOa

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@asynccontextmanager
async def signed_in(memory: Memory, count: int = 1, first: str = FIRST_REFRESH) -> AsyncIterator[Any]:
    """The platform, and the tokens of `count` processes that share one memory."""
    async with FakeZaloOa() as zalo, open_http() as http:
        app = App(APP_ID, APP_SECRET, zalo.url)
        yield zalo, [ZaloTokens(app, first, memory.state(), http, lambda: zalo.now) for _ in range(count)]


async def test_the_first_refresh_token_comes_from_the_settings_and_the_rest_from_memory() -> None:
    memory = Memory()
    async with signed_in(memory) as (zalo, [tokens]):
        assert await tokens.current() == "access-1"
        assert memory.values["refresh_token"] == "refresh-1"
        assert await tokens.current() == "access-1"
        assert zalo.refreshes == 1


async def test_a_restart_refreshes_nothing_and_the_settings_old_token_is_not_used_again() -> None:
    memory = Memory()
    async with signed_in(memory, 2) as (zalo, [before, after]):
        await before.current()
        assert await after.current() == "access-1"
        zalo.now += timedelta(hours=20)
        assert await after.current() == "access-2"
        assert zalo.used_refreshes == ["refresh-0", "refresh-1"]


async def test_many_at_once_in_several_processes_refresh_once() -> None:
    async with signed_in(Memory(), 4) as (zalo, processes):
        for _ in range(3):
            got = await asyncio.gather(*(tokens.current() for tokens in processes * 25))
            assert set(got) == {zalo.access}
            zalo.now += timedelta(hours=20)
        assert zalo.refreshes == 3
        assert len(set(zalo.used_refreshes)) == 3


async def test_a_new_pair_is_saved_before_anybody_uses_it() -> None:
    memory = Memory()
    async with signed_in(memory) as (zalo, [tokens]):

        async def fail(values: dict[str, Any]) -> None:
            raise OSError("the disk is full")

        save = tokens._state.save
        object.__setattr__(tokens._state, "save", fail)
        for _ in range(2):
            with pytest.raises(OSError, match="disk"):
                await tokens.current()
        assert tokens._pair is None
        object.__setattr__(tokens._state, "save", save)
        assert await tokens.current() == "access-1"
        assert memory.values["refresh_token"] == "refresh-1"
        assert zalo.refreshes == 1


async def test_a_database_that_is_away_does_not_end_the_watch() -> None:
    async with signed_in(Memory()) as (zalo, [tokens]):
        load, tries = tokens._state.load, 0

        async def fail_at_first() -> dict[str, Any]:
            nonlocal tries
            tries += 1
            if tries < 3:
                raise RuntimeError("the database is away")
            return dict(await load())

        object.__setattr__(tokens._state, "load", fail_at_first)
        watching = asyncio.create_task(tokens.watch())
        with stopped_clock() as clock:
            for _ in range(2):
                await clock.ends(zalo_token.LOOK_EVERY)
            await until(lambda: zalo.refreshes == 1)
        watching.cancel()


async def test_at_twenty_hours_a_failing_renewal_leaves_the_old_token_in_use() -> None:
    async with signed_in(Memory()) as (zalo, [tokens]):
        await tokens.current()
        zalo.now += timedelta(hours=21)
        zalo.faults.down = True
        assert await tokens.current() == "access-1"
        zalo.now += timedelta(hours=4)
        with pytest.raises(DeliveryError) as expired:
            await tokens.current()
        assert not expired.value.permanent
        assert tokens.alarm == ""
        zalo.faults.down = False
        zalo.now += timedelta(minutes=2)
        assert await tokens.current() == "access-2"


async def test_a_refusal_for_good_is_a_loud_alarm_and_asked_about_once(caplog: pytest.LogCaptureFixture) -> None:
    async with signed_in(Memory(), first="spent") as (zalo, [tokens]):
        for _ in range(5):
            with pytest.raises(DeliveryError):
                await tokens.current()
            zalo.now += timedelta(minutes=2)
        assert zalo.sign_ins == 1
        assert "camtay zalo login" in tokens.alarm
        assert [record.levelno for record in caplog.records if record.levelno >= logging.CRITICAL] == [logging.CRITICAL]
        assert "spent" not in caplog.text


async def test_a_login_mends_the_running_service() -> None:
    memory = Memory()
    async with signed_in(memory, 2, first="spent") as (zalo, [service, command]):
        with pytest.raises(DeliveryError):
            await service.current()
        verifier = new_verifier()
        zalo.codes["code-1"] = challenge(verifier)
        form = {"grant_type": "authorization_code", "code": "code-1", "code_verifier": verifier}
        await command.keep(await ask_for_tokens(command._http, command._app, zalo.now, **form))
        zalo.now += timedelta(minutes=2)
        assert await service.current() == zalo.access
        assert service.alarm == ""


async def test_a_refused_token_and_a_sign_in_that_is_away_are_waited_for_in_seconds() -> None:
    async with signed_in(Memory()) as (zalo, [tokens]):
        refused = await tokens.current()
        zalo.faults.down = True
        for ask in (tokens.after_refusal(refused), tokens.current()):
            with pytest.raises(DeliveryError) as failed:
                await ask
            assert failed.value.unreachable
            assert failed.value.retry_after is None
        zalo.faults.down = False
        zalo.now += timedelta(seconds=6)
        assert await tokens.current() == "access-2"
        assert tokens.alarm == ""


async def test_the_watch_finds_what_a_login_has_saved_while_nobody_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zalo_token, "LOOK_FOR_LOGIN", 0.01)
    memory = Memory()
    async with signed_in(memory, 2) as (zalo, [service, command]):
        refused, zalo.refresh = await service.current(), "another"
        with pytest.raises(DeliveryError, match="camtay zalo login"):
            await service.after_refusal(refused)
        watching = asyncio.create_task(service.watch())
        await command.keep(Pair("access-9", "refresh-9", zalo.now))
        zalo.now += timedelta(seconds=6)
        await until(lambda: service.alarm == "")
        assert await service.current() == "access-9"
        watching.cancel()


async def test_a_code_works_once_and_only_with_its_verifier() -> None:
    async with signed_in(Memory()) as (zalo, [tokens]):
        zalo.codes["code-1"] = challenge(new_verifier())
        form = {"grant_type": "authorization_code", "code": "code-1", "code_verifier": new_verifier()}
        with pytest.raises(RefusedError):
            await ask_for_tokens(tokens._http, tokens._app, zalo.now, **form)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"error": -14003, "error_name": "Invalid redirect uri"}, -14003),
        ({"error": "-14002"}, -14002),
        ({"error": "x"}, 0),
        ({}, 0),
        ([], 0),
    ],
)
async def test_a_refusal_of_the_sign_in_keeps_its_code(
    answer: Any, code: int, aiohttp_server: Callable[..., Awaitable[TestServer]]
) -> None:
    async def sign_in(request: web.Request) -> web.Response:
        return web.json_response(answer)

    app = web.Application()
    app.router.add_post("/v4/oa/access_token", sign_in)
    server = await aiohttp_server(app)
    async with open_http() as http:
        with pytest.raises(RefusedError) as refused:
            await ask_for_tokens(http, App("1", "s", str(server.make_url("")).rstrip("/")), NOW, code="a")
    assert refused.value.code == code


async def test_a_new_token_in_the_settings_replaces_a_dead_chain() -> None:
    memory = Memory({"access_token": "old", "refresh_token": "dead", "since": "2026-11-01T00:00:00+00:00"})
    async with signed_in(memory) as (_, [tokens]):
        assert await tokens.current() == "access-1"


async def test_a_token_zalo_refuses_is_renewed_once_and_the_message_goes_out() -> None:
    async with world() as here:
        await here.zalo.writes(here.citizen, "chào")
        await here.channel.send(CHAT, Outbound("một"))
        here.zalo.access = "revoked-by-somebody"
        await asyncio.gather(*(here.channel.send(CHAT, Outbound(f"hai {number}")) for number in range(10)))
        assert len(here.citizen.texts) == 11
        assert here.zalo.refreshes == 2


async def test_without_a_token_messages_are_kept_and_the_admin_is_told() -> None:
    async with world(first_refresh_token="") as here:
        await here.zalo.writes(here.citizen, "chào")
        with pytest.raises(DeliveryError) as failed:
            await here.channel.send(CHAT, Outbound("một"))
        assert not failed.value.permanent
        assert not failed.value.parked
        assert "camtay zalo login" in here.channel.alarm


def test_the_challenge_is_that_of_the_standard() -> None:
    """The example of RFC 7636, appendix B."""
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert len(new_verifier()) == 43
    assert new_verifier() != new_verifier()


def test_the_code_is_found_in_whatever_was_pasted() -> None:
    assert code_in(" https://xa.gov.vn/zalo?oa_id=1&code=abc123&state=camtay ") == "abc123"
    assert code_in("abc123\n") == "abc123"
    link = consent_link(App("42", "s"), "https://xa.gov.vn/zalo", "v" * 43)
    assert link.startswith("https://oauth.zaloapp.com/v4/oa/permission?app_id=42&redirect_uri=https%3A%2F%2Fxa.gov.vn")
    assert "code_challenge_method" not in link
