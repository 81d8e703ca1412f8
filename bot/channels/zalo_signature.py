"""Whether an event really comes from Zalo."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from bot.channels.webhook_body import parsed

SIGNATURE_HEADER = "X-ZEvent-Signature"

STRANGERS = 3  # signed events that do not fit, and none that does, before an admin is told


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


class KeyWatch:
    """Notices a wrong OA Secret Key: signed events keep coming for our app, and none ever fits."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._strange = 0
        self._has_fitted = False

    @property
    def looks_wrong(self) -> bool:
        """Whether an admin should look at the key."""
        return not self._has_fitted and self._strange >= STRANGERS

    def fitted(self) -> None:
        """An event was genuine: the key is right, whatever strangers send."""
        self._has_fitted = True

    def did_not_fit(self, body: bytes, header: str) -> None:
        """An event was not; Zalo's console tests without a signature, which says nothing of the key."""
        if header and parsed(body).get("app_id") == self._app_id:
            self._strange += 1
