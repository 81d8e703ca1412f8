"""What Telegram's refusals mean for a message, as data."""

from datetime import timedelta

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.base import DeliveryError

UNCHANGED = "message is not modified"
# An edit that can never work, while a new message can.
CANNOT_EDIT = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message",
    "message_id_invalid",
)
# Somebody has deleted the message, or it says already what it should.
ALREADY_GONE = ("message to delete not found", UNCHANGED)
# A picture or file Telegram could not take, while the words beside it can go.
BAD_FILE = (
    "wrong file identifier",
    "failed to get http url content",
    "wrong type of the web page content",
    "image_process_failed",
    "wrong remote file",
    "photo_invalid_dimensions",
    "file is too big",
)
# The topic of a group was closed or removed, while the group itself is still there.
NO_TOPIC = (
    "topic_closed",
    "message thread not found",
    "topic_deleted",
)
# The group has no topics, or the bot may not make any.
NO_TOPICS_HERE = (
    "the chat is not a forum",
    "not enough rights to create a topic",
    "not enough rights to manage topics",
    "method is available only for supergroups",
    "chat_admin_required",
)
# Nobody is there any more.
NOBODY = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "group chat was deactivated",
    "have no rights to send",
    "chat_write_forbidden",
    "not enough rights to send",
)

WRONG_TOKEN_PAUSE = 60.0

# What an admin reads in the console and from `camtay doctor`.
UNREACHABLE = (
    "Không kết nối được Telegram. Các kênh khác vẫn chạy. Nếu mạng chặn Telegram, hãy đặt CAMTAY_TELEGRAM_PROXY."
)
TWO_POLLERS = (
    "Có một tiến trình khác đang hỏi vòng cùng bot Telegram này. Hãy tắt bớt, hoặc đặt CAMTAY_TELEGRAM_MODE=webhook."
)
BAD_ADDRESS = (
    "Telegram không nhận địa chỉ webhook {address}: {reason}. Hãy kiểm tra CAMTAY_PUBLIC_URL (https, cổng 443, "
    "80, 88 hoặc 8443, chứng chỉ hợp lệ), hoặc đặt CAMTAY_TELEGRAM_MODE=polling."
)
REFUSED = "Telegram không nhận token. Hãy lấy lại token ở @BotFather, đặt vào CAMTAY_TELEGRAM_TOKEN rồi chạy lại."


def says(error: TelegramError, wordings: tuple[str, ...]) -> bool:
    """Whether the refusal is one of `wordings`."""
    message = error.message.lower()
    return any(wording in message for wording in wordings)


def delivery_error(error: TelegramError) -> DeliveryError:
    """What delivery should do about a refusal or a failed connection."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return DeliveryError(error.message, retry_after=seconds)
    if isinstance(error, InvalidToken):  # a wrong setting: the messages can go as soon as it is mended
        return DeliveryError(error.message, retry_after=WRONG_TOKEN_PAUSE)
    hopeless = isinstance(error, Forbidden | BadRequest)  # the library counts a BadRequest among the network's errors
    return DeliveryError(
        error.message, permanent=hopeless, unreachable=isinstance(error, NetworkError) and not hopeless
    )
