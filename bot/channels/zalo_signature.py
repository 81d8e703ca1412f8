"""Whether an event really comes from Zalo."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from bot.channels.webhook_body import parsed

SIGNATURE_HEADER = "X-ZEvent-Signature"


def signature(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """The hex digest Zalo sends: plain SHA-256 of app id, raw body, the body's timestamp and the OA's secret key."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def genuine(body: bytes, header: str, secrets: Iterable[str]) -> dict[str, Any] | None:
    """The event in `body` when the signature fits one of `secrets`, else None. Raises ValueError when it is no JSON."""
    event = parsed(body)
    if not isinstance(event, dict):
        raise ValueError("not an object")
    said = header.partition("=")[2].strip().lower() if "=" in header else ""
    for secret in secrets:
        right = signature(str(event.get("app_id", "")), body, str(event.get("timestamp", "")), secret)
        if secret and hmac.compare_digest(said.encode(), right.encode()):
            return event
    return None
