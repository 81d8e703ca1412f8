"""What the platforms post to a webhook, as bytes on the wire, and what they answer to calls."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.channels.zalo_signature import SIGNATURE_HEADER, signature

SECRET = "s"
APP_ID, OA_KEY = "1", "k"
_SECONDS = 1_764_000_000
_SENT = {"message_id": 7, "date": _SECONDS, "chat": {"id": 7, "type": "private"}, "text": "x"}
_ME = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot", "account_name": "bot.bench"}


class Door(Protocol):
    """How one platform brings a message."""

    @property
    def path(self) -> str:
        """Where it is posted to."""

    @property
    def first_chat(self) -> int:
        """The number of the first chat; no two loads share chats."""

    def headers_and_body(self, number: int, chat: int, text: str) -> tuple[Mapping[str, str], bytes]:
        """The request that brings message `number`."""


@dataclass(frozen=True, slots=True)
class Telegram:
    """Updates of the Bot API."""

    path: str = "/webhooks/telegram"
    first_chat: int = 1_000

    def headers_and_body(self, number: int, chat: int, text: str) -> tuple[Mapping[str, str], bytes]:
        """The update, with the secret."""
        message = {
            "message_id": number,
            "date": _SECONDS + number,
            "chat": {"id": chat, "type": "private", "first_name": "B"},
            "from": {"id": chat, "is_bot": False, "first_name": "B"},
            "text": text,
        }
        return {"X-Telegram-Bot-Api-Secret-Token": SECRET}, as_json({"update_id": number, "message": message})


@dataclass(frozen=True, slots=True)
class ZaloOa:
    """Events of an Official Account."""

    path: str = "/webhooks/zalo"
    first_chat: int = 200_000

    def headers_and_body(self, number: int, chat: int, text: str) -> tuple[Mapping[str, str], bytes]:
        """The event, signed."""
        stamp = str(_SECONDS * 1000 + number)
        event = {
            "app_id": APP_ID,
            "event_name": "user_send_text",
            "sender": {"id": str(chat)},
            "recipient": {"id": "9"},
            "message": {"text": text, "msg_id": f"m{number}"},
            "timestamp": stamp,
        }
        body = as_json(event)
        return {SIGNATURE_HEADER: f"mac={signature(APP_ID, body, stamp, OA_KEY)}"}, body


@dataclass(frozen=True, slots=True)
class ZaloBot:
    """Updates of the Zalo Bot platform."""

    path: str = "/webhooks/zalo-bot"
    first_chat: int = 400_000

    def headers_and_body(self, number: int, chat: int, text: str) -> tuple[Mapping[str, str], bytes]:
        """The update, with the secret."""
        message = {
            "from": {"id": str(chat), "display_name": "B", "is_bot": False},
            "chat": {"id": str(chat), "chat_type": "PRIVATE"},
            "text": text,
            "message_id": f"m{number}",
            "date": _SECONDS * 1000 + number,
        }
        update = {"ok": True, "result": {"message": message, "event_name": "message.text.received"}}
        return {"X-Bot-Api-Secret-Token": SECRET}, as_json(update)


def as_json(value: Any) -> bytes:
    """The value as platforms write it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def on_the_wire(said: Any) -> bytes:
    """An answer to a call, head and body."""
    body = as_json(said)
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body


REPLIES = (b"sendMessage", b"editMessageText", b"cs")  # calls that say something to a citizen
ANSWERS = {  # by the last part of the address
    b"sendMessage": on_the_wire({"ok": True, "result": _SENT}),
    b"editMessageText": on_the_wire({"ok": True, "result": _SENT}),
    b"getMe": on_the_wire({"ok": True, "result": _ME}),
    b"cs": on_the_wire({"error": 0, "message": "Success", "data": {"message_id": "7", "user_id": "7"}}),
    b"access_token": on_the_wire({"access_token": "a", "refresh_token": "r", "expires_in": "90000"}),
}
YES = on_the_wire({"ok": True, "result": True})


def settings_of(api: str) -> dict[str, str]:
    """Settings that open all three doors to platforms at `api`, with nothing that slows any of them down."""
    return {
        "CAMTAY_TELEGRAM_TOKEN": "123456:bench",
        "CAMTAY_TELEGRAM_API": api,
        "CAMTAY_TELEGRAM_MODE": "webhook",
        "CAMTAY_TELEGRAM_SECRET": SECRET,
        "CAMTAY_TELEGRAM_RATE": "0",
        "CAMTAY_ZALO_APP_ID": APP_ID,
        "CAMTAY_ZALO_APP_SECRET": "x",
        "CAMTAY_ZALO_OA_SECRET_KEY": OA_KEY,
        "CAMTAY_ZALO_REFRESH_TOKEN": "r",
        "CAMTAY_ZALO_API": api,
        "CAMTAY_ZALO_OAUTH_API": api,
        "CAMTAY_ZALO_BOT_TOKEN": "1:bench",
        "CAMTAY_ZALO_BOT_MODE": "webhook",
        "CAMTAY_ZALO_BOT_SECRET": SECRET,
        "CAMTAY_ZALO_BOT_API": api,
    }
