"""The secret a platform repeats with every update."""

import hashlib
import hmac


def webhook_secret(token: str) -> str:
    """A secret made from the token, so that nobody has to think one up; 64 letters and digits."""
    return hmac.new(token.encode(), b"camtay webhook", hashlib.sha256).hexdigest()


def same(said: str, secret: str) -> bool:
    """Whether the secret that came with an update is ours, compared in constant time."""
    return hmac.compare_digest(said.encode(), secret.encode())
