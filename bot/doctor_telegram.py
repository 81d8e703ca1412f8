"""What the doctor asks of Telegram."""

import aiohttp
import telegram
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram import WEBHOOK_PATH
from bot.channels.telegram_connection import BotAccount
from bot.channels.telegram_request import AiohttpRequest
from bot.doctor import Finding, Findings, good, note, wrong
from bot.settings import Settings


async def look_at_telegram(settings: Settings, http: aiohttp.ClientSession) -> Findings:
    """The token, the way updates come in, and the switches of @BotFather."""
    if not settings.telegram_token:
        yield note("Chưa bật Telegram.", "Muốn bật: làm theo docs/kenh-telegram.md rồi đặt CAMTAY_TELEGRAM_TOKEN.")
        return
    request = AiohttpRequest(http, proxy=settings.telegram_proxy or None)
    bot = BotAccount(settings.telegram_token, base_url=settings.telegram_api).bot(request)
    try:
        me = await bot.get_me()
        hook = await bot.get_webhook_info()
    except InvalidToken:
        yield wrong("Telegram không nhận token.", "Nhắn /token cho @BotFather, chép lại vào CAMTAY_TELEGRAM_TOKEN.")
        return
    except TelegramError as error:
        yield wrong(
            f"Không kết nối được Telegram: {error.message}.",
            "Kiểm tra mạng; nếu bị chặn, đặt CAMTAY_TELEGRAM_PROXY=http://địa-chỉ:cổng. Kênh khác không bị ảnh hưởng.",
        )
        return
    yield good(f"Token đúng: bot @{me.username} ({me.first_name}).")
    for part in (_incoming(settings, hook), _switches(me), _team(settings, bot, me)):
        async for finding in part:
            yield finding


async def _incoming(settings: Settings, hook: telegram.WebhookInfo) -> Findings:
    if settings.telegram_mode == "polling":
        if hook.url:
            yield note("Đang có webhook đặt ở nơi khác.", "Webhook đó sẽ bị gỡ khi chạy `camtay run` kiểu hỏi vòng.")
        yield good("Nhận tin kiểu hỏi vòng (polling): không cần tên miền. Chỉ chạy một tiến trình.")
        return
    expected = settings.public_url + WEBHOOK_PATH
    if not settings.public_url:
        yield wrong(
            "Kiểu webhook cần địa chỉ công khai.", "Đặt CAMTAY_PUBLIC_URL=https://… hoặc CAMTAY_TELEGRAM_MODE=polling."
        )
    elif hook.url != expected:
        yield wrong(
            f"Telegram đang gửi tin tới {hook.url or 'không đâu cả'}.", "Chạy `camtay run`: địa chỉ sẽ được đặt lại."
        )
    elif hook.last_error_message:
        yield wrong(
            f"Telegram báo lỗi khi gửi tin: {hook.last_error_message} (còn {hook.pending_update_count} tin chờ).",
            "403: CAMTAY_TELEGRAM_SECRET khác lúc đặt webhook, hãy chạy lại. Lỗi khác: kiểm tra tên miền và chứng chỉ.",
        )
    else:
        yield good(f"Webhook đúng: {expected}")


async def _switches(me: telegram.User) -> Findings:
    if not me.supports_inline_queries:
        yield note("Chưa bật chia sẻ hướng dẫn vào nhóm khác (inline).", "Nhắn /setinline cho @BotFather.")
    if not me.can_join_groups:
        yield note(
            "Bot không được thêm vào nhóm.",
            "Nếu Tổ dùng nhóm Telegram: nhắn /setjoingroups cho @BotFather, chọn Enable.",
        )
    if me.can_read_all_group_messages:
        yield note(
            "Bot đọc được mọi tin trong nhóm.",
            "Nên giữ riêng tư: nhắn /setprivacy cho @BotFather, chọn Enable (trong nhóm của Tổ: cho bot làm quản trị).",
        )


async def _team(settings: Settings, bot: telegram.Bot, me: telegram.User) -> Findings:
    """Whether the team's group is there, and what the bot may do in it."""
    group = settings.telegram_team_chat
    if not group:
        return
    try:
        chat = await bot.get_chat(group)
        own = await bot.get_chat_member(group, me.id)
    except TelegramError as error:
        yield wrong(
            f"Bot không thấy nhóm của Tổ ({group}): {error.message}.",
            "Thêm bot vào nhóm, xem lại CAMTAY_TELEGRAM_TEAM_CHAT (docs/kenh-telegram.md, mục 4).",
        )
        return
    yield _standing(chat, own)


def _standing(chat: telegram.ChatFullInfo, own: telegram.ChatMember) -> Finding:
    if not isinstance(own, telegram.ChatMemberAdministrator):
        return wrong(
            f"Trong nhóm “{chat.title}” bot chưa là quản trị viên.",
            "Đặt bot làm quản trị viên, không thì bot không thấy câu trả lời viết trong nhóm.",
        )
    if chat.is_forum and not own.can_manage_topics:
        return note(
            f"Nhóm của Tổ: “{chat.title}” có chủ đề nhưng bot chưa được quản lý chủ đề.",
            "Bật quyền “Quản lý chủ đề” cho bot để mỗi ca có một chủ đề; chưa bật thì trả lời bằng Reply.",
        )
    how = "mỗi ca một chủ đề" if chat.is_forum else "trả lời bằng Reply (nhóm chưa bật chủ đề)"
    return good(f"Nhóm của Tổ: “{chat.title}”, {how}.")
