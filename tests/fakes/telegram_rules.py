"""What Telegram refuses, in its own words."""

import json
from collections.abc import Mapping
from typing import Any

MAX_TEXT, MAX_CAPTION, MAX_DATA, MAX_BUTTONS, MAX_PER_ROW = 4096, 1024, 64, 100, 8
ACTIONS = ("url", "callback_data", "switch_inline_query", "switch_inline_query_current_chat", "copy_text", "web_app")


class Refusal(Exception):  # noqa: N818  it is no error of ours
    """An answer with ok: false."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        said: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**said, "parameters": self.parameters} if self.parameters else said


def bad(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


def length(text: str) -> int:
    """Telegram counts UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def checked_text(call: Mapping[str, Any]) -> str:
    text = str(call.get("text") or "").strip()
    if not text:
        raise bad("message text is empty")
    if length(text) > MAX_TEXT:
        raise bad("message is too long")
    return text


def checked_caption(call: Mapping[str, Any]) -> str:
    caption = str(call.get("caption") or "")
    if length(caption) > MAX_CAPTION:
        raise bad("message caption is too long")
    return caption


def checked_keyboard(call: Mapping[str, Any]) -> dict[str, Any] | None:
    markup = call.get("reply_markup")
    if not markup:
        return None
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        raise bad("object expected as reply markup")
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > MAX_BUTTONS or any(len(row) > MAX_PER_ROW for row in markup["inline_keyboard"]):
        raise bad("reply markup is too long")
    for button in buttons:
        _check_button(button)
    return markup


def _check_button(button: Mapping[str, Any]) -> None:
    if not button.get("text"):
        raise bad("can't parse inline keyboard button: Text buttons are not allowed in the inline keyboard")
    actions = [action for action in ACTIONS if action in button]
    if len(actions) != 1:
        raise bad("Text buttons are not allowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= MAX_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(("https://", "http://", "tg://")):
        raise bad("BUTTON_URL_INVALID")


def values_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a call; what is no plain text comes as JSON within the form."""
    values: dict[str, Any] = {}
    for key, value in form.items():
        structured = isinstance(value, str) and value[:1] in ("{", "[") and key not in ("text", "caption", "title")
        values[key] = json.loads(value) if structured else value
    return values
