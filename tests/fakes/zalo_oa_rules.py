"""What Zalo refuses, with its codes and words."""

import re
import unicodedata
from collections.abc import Mapping, Set
from typing import Any

MAX_TEXT, MAX_BUTTONS, MAX_TITLE, MAX_DATA = 2000, 5, 100, 1000
WORDS = {
    -32: "Your OA reached limit call api",
    -100: "attachment_id was expired",
    -201: "{} is invalid!",
    -211: "Out of quota",
    -213: "User has not followed OA",
    -216: "Access token is invalid",
    -220: "access_token is expired or removed",
    -224: "The OA needs to upgrade OA Tier Package to use this feature",
    -227: "User is banned or has been inactive for more than 45 days",
    -230: "User has not interacted with the OA in the past 7 days",
    -233: "message type is invalid or not support",
    -242: "appsecret_proof is invalid",
}
BUTTON_TYPES = ("oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.sms", "oa.open.phone")


class Refusal(Exception):  # noqa: N818  it is no error of ours
    """An answer with an error code; the HTTP status stays 200."""

    def __init__(self, code: int, about: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(str(code))
        self.code = code
        self.body = {"error": code, "message": WORDS.get(code, "error").format(about)}
        self.headers = headers or {}


def check_message(message: Mapping[str, Any], uploads: Set[str], *, buttons: int) -> None:
    """Raise Refusal for a message Zalo would not take.

    `uploads` are the assets that still live, `buttons` the code buttons are refused with, or 0.
    """
    text = str(message.get("text", ""))
    attachment = message.get("attachment") or {}
    if not text and not attachment:
        raise Refusal(-201, "message")
    if len(unicodedata.normalize("NFC", text)) > MAX_TEXT:
        raise Refusal(-210)
    about = attachment.get("payload", {})
    if attachment.get("type") == "file":
        _check_upload(about.get("token", ""), uploads)
    elif about.get("template_type") == "media":
        _check_media(about.get("elements", []), uploads)
    elif attachment:
        if buttons:
            raise Refusal(buttons, "attachment")
        _check_buttons(about.get("buttons"))


def _check_media(elements: list[dict[str, Any]], uploads: Set[str]) -> None:
    if len(elements) != 1 or ("url" in elements[0]) == ("attachment_id" in elements[0]):
        raise Refusal(-201, "elements")
    if "attachment_id" in elements[0]:
        _check_upload(elements[0]["attachment_id"], uploads)
    elif not re.match(r"https?://", elements[0]["url"]):
        raise Refusal(-201, "url")


def _check_upload(name: str, uploads: Set[str]) -> None:
    if name not in uploads:
        raise Refusal(-100)


def _check_buttons(buttons: Any) -> None:
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= MAX_BUTTONS:
        raise Refusal(-201, "buttons")
    for button in buttons:
        if button.get("type") not in BUTTON_TYPES or not 1 <= len(button.get("title", "")) <= MAX_TITLE:
            raise Refusal(-201, "button")
        if not 1 <= len(button.get("payload", "")) <= MAX_DATA:
            raise Refusal(-201, "payload")
