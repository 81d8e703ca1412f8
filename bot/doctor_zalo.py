"""What the doctor asks of Zalo: the Official Account and the Zalo Bot."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import aiohttp

from bot.channels.base import ChannelState, Clock, DeliveryError
from bot.channels.zalo_api import ACCOUNT, QUOTA, ZaloApi
from bot.channels.zalo_bot import WEBHOOK_PATH as BOT_WEBHOOK
from bot.channels.zalo_bot_api import BotError, ZaloBotApi
from bot.channels.zalo_oa import WEBHOOK_PATH
from bot.channels.zalo_oa_errors import ZaloError
from bot.channels.zalo_token import App, ZaloTokens
from bot.doctor import Finding, Findings, days_left, good, note, wrong
from bot.settings import Settings

log = logging.getLogger(__name__)

KINDS = {2: "doanh nghiệp", 4: "cơ quan nhà nước"}
SOON = 30  # days before a package ends that an operator hears of it


def app_of(settings: Settings) -> App:
    """The Zalo application named by the settings."""
    return App(settings.zalo_app_id, settings.zalo_app_secret, settings.zalo_oauth_api)


async def look_at_official_account(
    settings: Settings, http: aiohttp.ClientSession, state: ChannelState, now: Callable[[], datetime]
) -> Findings:
    """The keys, the authorisation, the account's type and package, and the webhook."""
    if not settings.zalo_app_id and not settings.zalo_app_secret:
        yield note("Chưa bật Zalo OA.", "Muốn bật: làm theo docs/kenh-zalo-oa.md. Chưa có giấy tờ thì dùng Zalo Bot.")
        return
    missing = [name for name in ("zalo_app_id", "zalo_app_secret", "zalo_oa_secret_key") if not getattr(settings, name)]
    for name in missing:
        yield wrong(f"Thiếu CAMTAY_{name.upper()}.", WHERE[name])
    if "zalo_app_id" in missing or "zalo_app_secret" in missing:
        return
    async for finding in look_at_authorisation(settings, http, state, now):
        yield finding
    if settings.public_url:
        yield good(f"Địa chỉ webhook cần khai ở Zalo: {settings.public_url.rstrip('/')}{WEBHOOK_PATH}")
    else:
        yield wrong("Zalo OA cần địa chỉ công khai.", "Đặt CAMTAY_PUBLIC_URL=https://tên-miền-của-xã")
    if not settings.zalo_verifier:
        yield note(
            "Chưa đặt mã xác thực tên miền.",
            "Chép phần CODE trong tên tệp zalo_verifierCODE.html vào CAMTAY_ZALO_VERIFIER.",
        )


WHERE = {
    "zalo_app_id": "Lấy tại developers.zalo.me → Ứng dụng → Cài đặt → ID ứng dụng.",
    "zalo_app_secret": "Lấy tại developers.zalo.me → Ứng dụng → Cài đặt → Khóa bí mật của ứng dụng.",
    "zalo_oa_secret_key": "Lấy tại developers.zalo.me → Ứng dụng → Webhook → OA Secret Key (hiện ra sau khi lưu URL).",
}


async def look_at_authorisation(
    settings: Settings, http: aiohttp.ClientSession, state: ChannelState, now: Clock, citizen: str = ""
) -> Findings:
    """Whether we may speak for the account, and what kind of account that is; with `citizen` also their quota."""
    tokens = ZaloTokens(app_of(settings), settings.zalo_refresh_token, state, http, now)
    api = ZaloApi(http, tokens, settings.zalo_app_secret, settings.zalo_api)
    try:
        account = await api.get(ACCOUNT)
        quota = await api.post(QUOTA, {"user_id": citizen}) if citizen else {}
    except ZaloError as error:
        advice = error.meaning.advice or "Xem bảng mã lỗi trong docs/kenh-zalo-oa.md."
        yield wrong(f"Zalo trả lời lỗi {error.code}: {error.message}.", advice)
        return
    except DeliveryError as error:
        advice = "Chạy `camtay zalo login`." if tokens.alarm else "Kiểm tra mạng rồi thử lại."
        yield wrong(f"Chưa gọi được Zalo: {tokens.alarm or error.reason}.", advice)
        return
    yield good(f"Được cấp quyền cho OA “{account.get('name')}” ({account.get('num_follower', 0)} người quan tâm).")
    async for finding in _account(account, now()):
        yield finding
    if quota:
        yield good(f"Tin tư vấn cho người này: {_left(quota)}.")


def _left(quota: dict[str, Any]) -> str:
    """How many messages a citizen may still get; Zalo names no number where there is no limit."""
    about = quota.get("cs_reply")
    if not isinstance(about, dict) or "remain" not in about:
        return "Zalo không nêu giới hạn"
    return f"còn {about['remain']} trên {about.get('total', '?')}"


async def _account(account: dict[str, Any], now: datetime) -> Findings:
    kind = KINDS.get(account.get("oa_type", 0), "không rõ")
    if account.get("oa_type") == 4:
        yield good("Loại OA: cơ quan nhà nước.")
    else:
        yield note(
            f"Loại OA: {kind}.", "OA của UBND nên là loại cơ quan nhà nước (tick vàng), xem docs/kenh-zalo-oa.md."
        )
    if not account.get("is_verified"):
        yield wrong("OA chưa xác thực.", "Vào oa.zalo.me → Quản lý → Xác thực OA, nộp công văn của UBND.")
    package, until = account.get("package_name") or "không rõ", str(account.get("package_valid_through_date") or "")
    left = days_left(until, now)
    if left is not None and left < SOON:
        yield wrong(
            f"Gói {package} hết hạn ngày {until}.", "Gia hạn tại oa.zalo.me → Gói dịch vụ; hết hạn là hết gọi được API."
        )
    else:
        yield good(f"Gói dịch vụ: {package}{f', đến {until}' if until else ''}.")


async def look_at_zalo_bot(settings: Settings, http: aiohttp.ClientSession) -> Findings:
    """The token of a Zalo Bot, and the way updates come in."""
    if not settings.zalo_bot_token:
        yield note("Chưa bật Zalo Bot.", "Đường thử không tốn tiền, không cần giấy tờ: docs/kenh-zalo-bot.md.")
        return
    api = ZaloBotApi(http, settings.zalo_bot_token, settings.zalo_bot_api)
    try:
        me = await api.call("getMe")
        url = await _webhook_of(api)
    except BotError as error:
        advice = "Mở Zalo Bot Manager, chép lại token." if error.wrong_token else "Thử lại sau ít phút."
        yield wrong(f"Zalo Bot từ chối: {error}.", advice)
        return
    except DeliveryError as error:
        yield wrong(f"Không kết nối được Zalo Bot: {error.reason}.", "Kiểm tra mạng rồi thử lại.")
        return
    yield good(f"Token đúng: {me.get('account_name')}.")
    yield _way_in(settings, url)


def _way_in(settings: Settings, url: str | None) -> Finding:
    """How messages to the bot reach us, where Zalo says its webhook is `url`."""
    if not settings.zalo_bot_is_called:
        return good("Nhận tin kiểu hỏi vòng (polling): không cần tên miền. Chỉ chạy một tiến trình.")
    if url is None:
        advice = f"Nhắn thử cho bot; địa chỉ đúng kết thúc bằng {BOT_WEBHOOK}."
        return note("Zalo không cho biết webhook đang đặt.", advice)
    if url != settings.public_url + BOT_WEBHOOK:
        advice = "Đặt CAMTAY_PUBLIC_URL=https://… rồi chạy `camtay run`."
        return wrong(f"Zalo đang gửi tin tới {url or 'không đâu cả'}.", advice)
    return good(f"Webhook đúng: {url}")


async def _webhook_of(api: ZaloBotApi) -> str | None:
    """The address the bot's webhook is set to, "" for none, None where the platform does not tell."""
    try:
        hook = await api.call("getWebhookInfo")
    except BotError as error:  # the token was taken a moment ago; the call itself is documented nowhere
        log.info("Zalo Bot does not tell its webhook: %s", error)
        return None
    return str(hook.get("url", "")) if isinstance(hook, dict) else ""
