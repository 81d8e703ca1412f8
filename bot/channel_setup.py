"""Setting channels up, and finding out why one is silent."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime

import typer

from bot.channels.base import ChannelState, DeliveryError, open_http
from bot.channels.zalo_login import ADVICE, USUAL_ADVICE, challenge, code_in, consent_link, new_verifier
from bot.channels.zalo_oa import CALLBACK_PATH
from bot.channels.zalo_token import Pair, RefusedError, ZaloTokens, ask_for_tokens
from bot.doctor import Findings, Verdict, good, look_at_public_address, wrong
from bot.doctor_zalo import app_of, look_at_authorisation, look_at_official_account, look_at_zalo_bot
from bot.remembering import channel_state
from bot.settings import Settings, read_settings
from flows.messages import ChannelName
from storage.store import Store
from storage.unusable import UnusableError

log = logging.getLogger(__name__)

Now = Callable[[], datetime]
STRANGE = "Kiểm tra địa chỉ API đã đặt; chạy lại với CAMTAY_LOG_LEVEL=DEBUG rồi gửi dòng lỗi cho người làm phần mềm."


def examine(now: Now) -> bool:
    """Print what is well and what is not with every channel; whether nothing is wrong."""
    return asyncio.run(examine_all(read_settings(), now))


async def examine_all(settings: Settings, now: Now) -> bool:
    """Print the findings of every channel; whether nothing is wrong."""
    from bot.doctor_telegram import look_at_telegram  # noqa: PLC0415 (its library takes a third of a second)

    well = True
    async with open_http() as http, zalo_state(settings, now) as state:
        for title, findings in (
            ("Trang web", look_at_public_address(settings, http)),
            ("Telegram", look_at_telegram(settings, http)),
            ("Zalo Official Account", look_at_official_account(settings, http, state, now)),
            ("Zalo Bot", look_at_zalo_bot(settings, http)),
        ):
            typer.echo(title)
            well = await printed(findings) and well
    return well


async def printed(findings: Findings) -> bool:
    """Print findings as they come; whether none of them is wrong."""
    well = True
    try:
        async for finding in findings:
            typer.echo(str(finding))
            well = well and finding.verdict is not Verdict.WRONG
    except Exception as error:  # what one platform answers must not keep the others from being looked at
        log.debug("the examination ended early", exc_info=True)
        typer.echo(str(wrong(f"Kênh này trả lời điều lạ ({type(error).__name__}).", STRANGE)))
        return False
    return well


@asynccontextmanager
async def zalo_state(settings: Settings, now: Now) -> AsyncIterator[ChannelState]:
    """What the Zalo channel remembers, shared with a service that is running."""
    with closing(Store.open(settings.database_address)) as store:
        yield channel_state(store, ChannelName.ZALO_OA, now)


def check_zalo(citizen: str, now: Now) -> bool:
    """Print what kind of account Zalo says we speak for; whether nothing is wrong."""
    return asyncio.run(check_account(read_settings(), citizen, now))


def sign_in_to_zalo(refresh_token: str, ask: Callable[[str], str], now: Now) -> bool:
    """Fetch and keep the first pair of tokens; `ask` shows a question to the admin and returns what they paste."""
    return asyncio.run(login(read_settings(), refresh_token, ask, now))


async def check_account(settings: Settings, citizen: str, now: Now) -> bool:
    """Print what Zalo says of the account; whether nothing is wrong."""
    async with open_http() as http, zalo_state(settings, now) as state:
        return await printed(look_at_authorisation(settings, http, state, now, citizen))


async def login(settings: Settings, refresh_token: str, ask: Callable[[str], str], now: Now) -> bool:
    """Fetch the first pair of tokens and keep it; whether the account could be seen with it."""
    if not settings.zalo_app_id or not settings.zalo_app_secret:
        raise UnusableError("Hãy đặt CAMTAY_ZALO_APP_ID và CAMTAY_ZALO_APP_SECRET trước (docs/kenh-zalo-oa.md).")
    app = app_of(settings)
    async with open_http() as http, zalo_state(settings, now) as state:
        if refresh_token:
            form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        else:
            form = await _code_form(settings, state, ask)
        try:
            pair: Pair = await ask_for_tokens(http, app, now(), **form)
        except RefusedError as error:
            raise UnusableError(f"Zalo từ chối ({error}). {ADVICE.get(error.code, USUAL_ADVICE)}") from error
        except DeliveryError as error:
            raise UnusableError(f"Không kết nối được Zalo ({error}). Hãy kiểm tra mạng rồi làm lại.") from error
        await ZaloTokens(app, settings.zalo_refresh_token, state, http, now).keep(pair)
        typer.echo(str(good("Đã lưu quyền truy cập; dịch vụ đang chạy sẽ tự dùng, không cần khởi động lại.")))
        return await printed(look_at_authorisation(settings, http, state, now))


async def _code_form(settings: Settings, state: ChannelState, ask: Callable[[str], str]) -> dict[str, str]:
    """What to send for the code an admin pastes; the verifier stays, for Zalo's console keeps its challenge."""
    verifier = (await state.load()).get("verifier") or new_verifier()
    await state.change(verifier=verifier)
    callback = settings.address + CALLBACK_PATH
    typer.echo("1. Mở developers.zalo.me → ứng dụng của xã → Official Account → Thiết lập chung, khai và lưu:")
    typer.echo(f"     Official Account Callback Url: {callback}")
    typer.echo(f"     Code challenge:                {challenge(verifier)}")
    typer.echo("2. Người quản trị OA mở liên kết này và bấm đồng ý:")
    typer.echo(f"     {consent_link(app_of(settings), callback, verifier)}")
    code = code_in(await asyncio.to_thread(ask, "3. Chép toàn bộ địa chỉ trang vừa hiện ra, dán vào đây"))
    return {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
