"""The doctor finds what is wrong with each channel and says what to do; signing in to Zalo works to the end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.channel_setup import check_account, examine_all, login
from bot.channels.base import open_http
from bot.channels.zalo_login import challenge
from bot.cli import app
from bot.doctor import days_left
from bot.doctor_telegram import look_at_telegram
from bot.settings import Settings
from storage.unusable import UnusableError
from tests.fakes import telegram_api, zalo_bot_api
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.zalo_bot_api import FakeZaloBot
from tests.fakes.zalo_oa_api import APP_ID, APP_SECRET, FIRST_REFRESH, OA_SECRET_KEY, FakeZaloOa

Platforms = tuple[Settings, FakeTelegram, FakeZaloOa, FakeZaloBot]
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@asynccontextmanager
async def platforms(
    data: Path, **changes: Any
) -> AsyncIterator[tuple[Settings, FakeTelegram, FakeZaloOa, FakeZaloBot]]:
    """All three platforms, and settings that name them."""
    async with FakeTelegram() as telegram, FakeZaloOa() as oa, FakeZaloBot() as zalo_bot:
        values: dict[str, Any] = {
            "data_dir": data,
            "telegram_token": telegram_api.TOKEN,
            "telegram_api": telegram.url,
            "zalo_app_id": APP_ID,
            "zalo_app_secret": APP_SECRET,
            "zalo_oa_secret_key": OA_SECRET_KEY,
            "zalo_refresh_token": FIRST_REFRESH,
            "zalo_verifier": "KABC",
            "zalo_api": oa.url,
            "zalo_oauth_api": oa.url,
            "zalo_bot_token": zalo_bot_api.TOKEN,
            "zalo_bot_api": zalo_bot.url,
        }
        yield Settings(**(values | changes)), telegram, oa, zalo_bot


async def test_what_is_well_is_said_to_be_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with platforms(tmp_path) as (settings, _, oa, _):
        assert not await examine_all(settings, lambda: oa.now)
    said = capsys.readouterr().out
    for line in (
        "✔ Token đúng: bot @camtay_bot (Cầm Tay).",
        "✔ Được cấp quyền cho OA “UBND xã A” (1200 người quan tâm).",
        "✔ Loại OA: cơ quan nhà nước.",
        "✔ Gói dịch vụ: Tăng trưởng, đến 31/12/2026.",
        "✔ Token đúng: bot.VDKyGxQvc.",
    ):
        assert line in said
    assert [line for line in said.splitlines() if "✘" in line] == ["  ✘ Zalo OA cần địa chỉ công khai."]


async def test_nothing_switched_on_is_nothing_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await examine_all(Settings(data_dir=tmp_path), lambda: NOW)
    said = capsys.readouterr().out
    assert said.count("Chưa bật") == 3
    assert said.count("docs/kenh-") == 3


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"telegram_token": "7:wrong"}, "Telegram không nhận token"),
        ({"telegram_api": "http://127.0.0.1:9"}, "Không kết nối được Telegram"),
        ({"telegram_mode": "webhook"}, "Kiểu webhook cần địa chỉ công khai"),
        ({"telegram_mode": "webhook", "public_url": "https://xa.invalid"}, "Telegram đang gửi tin tới không đâu cả"),
        ({"public_url": "http://xa.invalid"}, "Địa chỉ công khai không phải https"),
        ({"public_url": "https://xa.invalid"}, "Không mở được https://xa.invalid/healthz"),
        ({"zalo_oa_secret_key": ""}, "Thiếu CAMTAY_ZALO_OA_SECRET_KEY"),
        ({"zalo_app_secret": ""}, "Thiếu CAMTAY_ZALO_APP_SECRET"),
        ({"zalo_refresh_token": "spent"}, "Chạy `camtay zalo login`"),
        ({"zalo_api": "http://127.0.0.1:9"}, "Chưa gọi được Zalo"),
        ({"zalo_bot_token": "7:wrong"}, "Mở Zalo Bot Manager, chép lại token"),
        ({"zalo_bot_api": "http://127.0.0.1:9"}, "Không kết nối được Zalo Bot"),
        ({"zalo_bot_mode": "webhook"}, "Zalo đang gửi tin tới không đâu cả"),
    ],
)
async def test_each_mistake_is_named_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str], found: str
) -> None:
    async with platforms(tmp_path, **changes) as (settings, _, oa, _):
        assert not await examine_all(settings, lambda: oa.now)
    said = capsys.readouterr().out
    assert found in said
    for secret in (APP_SECRET, OA_SECRET_KEY, FIRST_REFRESH, telegram_api.TOKEN, zalo_bot_api.TOKEN):
        assert secret not in said


async def test_a_package_that_is_too_small_or_ends_soon_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with platforms(tmp_path) as (settings, _, oa, _):
        oa.now = datetime(2026, 12, 20, tzinfo=UTC)
        assert not await check_account(settings, "", lambda: oa.now)
        assert "hết hạn ngày 31/12/2026" in capsys.readouterr().out
        oa.tier = "Cơ bản"
        assert not await check_account(settings, "", lambda: oa.now)
        assert "Cần gói Tăng trưởng hoặc Toàn diện" in capsys.readouterr().out


async def test_telegrams_complaints_about_the_webhook_are_passed_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "https://xa.invalid"
    async with platforms(tmp_path, telegram_mode="webhook", public_url=address) as (settings, telegram, oa, _):
        telegram.webhook = {"url": address + "/webhooks/telegram"}
        telegram.bounced.append(403)
        await examine_all(settings, lambda: oa.now)
        assert "Telegram báo lỗi khi gửi tin: Wrong response: 403" in capsys.readouterr().out
        telegram.bounced.clear()
        await examine_all(settings, lambda: oa.now)
        assert f"Webhook đúng: {address}/webhooks/telegram" in capsys.readouterr().out


async def test_a_platform_that_does_not_tell_its_webhook_is_no_wrong_token(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(FakeZaloBot, "_on_getwebhookinfo")
    for mode in ("polling", "webhook"):
        async with platforms(tmp_path, zalo_bot_mode=mode) as (settings, _, oa, _):
            await examine_all(settings, lambda: oa.now)
        said = capsys.readouterr().out
        assert "✔ Token đúng: bot.VDKyGxQvc." in said
        assert ("Zalo không cho biết webhook" in said) is (mode == "webhook")


async def test_a_strange_answer_of_one_channel_leaves_the_others_examined(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nonsense(*_: Any) -> bool:
        return True

    monkeypatch.setattr(FakeTelegram, "_on_getwebhookinfo", nonsense)
    async with platforms(tmp_path) as (settings, _, oa, _):
        assert not await examine_all(settings, lambda: oa.now)
    said = capsys.readouterr().out
    assert "✘ Kênh này trả lời điều lạ" in said
    assert "✔ Token đúng: bot.VDKyGxQvc." in said


async def test_signing_in_with_a_pasted_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with platforms(tmp_path, zalo_refresh_token="", public_url="https://xa.invalid") as (settings, _, oa, _):

        def agree(question: str) -> str:
            shown = capsys.readouterr().out
            oa.codes["code-1"] = next(line.split()[-1] for line in shown.splitlines() if "Code challenge" in line)
            assert f"{oa.url}/v4/oa/permission?app_id={APP_ID}" in shown
            return "https://xa.invalid/zalo-oa/callback?oa_id=1&code=code-1&state=camtay"

        assert await login(settings, "", agree, lambda: oa.now)
        assert "Được cấp quyền cho OA “UBND xã A”" in capsys.readouterr().out
        assert await check_account(settings, "4242", lambda: oa.now)
        assert "còn 8 trên 8" in capsys.readouterr().out
        assert oa.refreshes == 1
        with pytest.raises(UnusableError, match="Zalo từ chối"):
            await login(settings, "", lambda question: "code-1", lambda: oa.now)


async def test_the_challenge_stays_what_zalos_console_keeps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    challenges = set()
    async with platforms(tmp_path) as (settings, _, oa, _):
        for _ in range(2):
            with pytest.raises(UnusableError):
                await login(settings, "", lambda question: "wrong", lambda: oa.now)
            lines = capsys.readouterr().out.splitlines()
            challenges.add(next(line.split()[-1] for line in lines if "Code challenge" in line))
    assert len(challenges) == 1
    assert len(challenge("v" * 43)) == len(challenges.pop())


async def test_signing_in_with_a_token_from_zalos_own_tool(tmp_path: Path) -> None:
    async with platforms(tmp_path, zalo_refresh_token="") as (settings, _, oa, _):
        assert await login(settings, FIRST_REFRESH, str, lambda: oa.now)
        with pytest.raises(UnusableError, match="Zalo từ chối"):
            await login(settings, FIRST_REFRESH, str, lambda: oa.now)
        oa.faults.down = True
        with pytest.raises(UnusableError, match="Không kết nối được Zalo"):
            await login(settings, "x", str, lambda: oa.now)
    with pytest.raises(UnusableError, match="CAMTAY_ZALO_APP_ID"):
        await login(Settings(data_dir=tmp_path), "", str, lambda: NOW)


async def test_the_page_after_agreeing_tells_what_to_do(tmp_path: Path) -> None:
    from tests.channels.zalo_world import world  # noqa: PLC0415

    async with world() as here, open_http() as http, http.get(here.address + "/zalo-oa/callback?code=1") as answer:
        assert "camtay zalo login" in await answer.text()


def test_the_commands_can_be_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMTAY_DATA_DIR", str(tmp_path))
    done = CliRunner().invoke(app, ["doctor"])
    assert (done.exit_code, "Chưa bật Zalo OA" in done.output) == (0, True)
    assert isinstance(CliRunner().invoke(app, ["zalo", "login"]).exception, UnusableError)
    assert CliRunner().invoke(app, ["zalo", "check"]).exit_code == 1


def test_days_left_of_a_package() -> None:
    assert days_left("31/12/2026", NOW) == 37
    assert days_left("", NOW) is None
    assert days_left("23/11/2026", NOW + timedelta(hours=3)) == -1


@pytest.mark.parametrize(
    ("traits", "finding"),
    [
        ({"is_forum": True}, "✔ Nhóm của Tổ: “Tổ CNSCĐ thôn 3”, mỗi ca một chủ đề."),
        ({"is_forum": True, "_may_manage_topics": False}, "• Nhóm của Tổ: “Tổ CNSCĐ thôn 3” có chủ đề nhưng bot"),
        ({}, "✔ Nhóm của Tổ: “Tổ CNSCĐ thôn 3”, trả lời bằng Reply"),
        ({"_is_admin": False}, "✘ Trong nhóm “Tổ CNSCĐ thôn 3” bot chưa là quản trị viên."),
    ],
)
async def test_the_teams_group_is_looked_at(traits: dict[str, Any], finding: str) -> None:
    async with FakeTelegram() as telegram, open_http() as http:
        telegram.group(-100123, **traits)
        values: dict[str, Any] = {
            "telegram_token": telegram_api.TOKEN,
            "telegram_api": telegram.url,
            "telegram_team_chat": -100123,
        }
        found = [str(one) async for one in look_at_telegram(Settings(**values), http)]
    assert found[-1].strip().startswith(finding)


async def test_a_group_the_bot_is_not_in_is_wrong() -> None:
    async with FakeTelegram() as telegram, open_http() as http:
        values: dict[str, Any] = {
            "telegram_token": telegram_api.TOKEN,
            "telegram_api": telegram.url,
            "telegram_team_chat": -100999,
        }
        found = [str(one) async for one in look_at_telegram(Settings(**values), http)]
    assert "Bot không thấy nhóm của Tổ (-100999)" in found[-1]
