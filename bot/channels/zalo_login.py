"""Signing in to Zalo: how an admin gives the service the right to speak for the Official Account (OAuth v4, PKCE)."""

import base64
import hashlib
import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.channels.zalo_token import App

# What an admin should do about a refusal of Zalo's sign-in, by its code.
ADVICE = {
    -14002: "Ứng dụng chưa hoạt động: mở developers.zalo.me → Cài đặt, bật trạng thái Đang hoạt động, rồi làm lại.",
    -14003: "Callback Url khác với nơi đã khai: vào Official Account → Thiết lập chung khai đúng địa chỉ vừa in ra.",
}
USUAL_ADVICE = "Mã chỉ dùng một lần, trong 10 phút: hãy làm lại."


def new_verifier() -> str:
    """A code verifier of 43 characters."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


def challenge(verifier: str) -> str:
    """The code challenge to save in Zalo's console: S256, base64url without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def consent_link(app: App, redirect: str, verifier: str) -> str:
    """The page on which an admin of the account agrees; Zalo wants `redirect` exactly as saved in its console."""
    query = {"app_id": app.id, "redirect_uri": redirect, "code_challenge": challenge(verifier), "state": "camtay"}
    return f"{app.oauth}/v4/oa/permission?{urlencode(query)}"


def code_in(pasted: str) -> str:
    """The code in a pasted address of the page Zalo led to, or the code itself when only that was pasted."""
    pasted = pasted.strip()
    return parse_qs(urlsplit(pasted).query).get("code", [""])[0] if "code=" in pasted else pasted
