"""Pictures members and citizens send: known by their first bytes, never by what they are called."""

from aiohttp import web

MOST_BYTES = 10 * 1024 * 1024
PICTURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG": "image/png",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}
OTHERS = {b"OggS": "audio/ogg", b"ID3": "audio/mpeg", b"\xff\xfb": "audio/mpeg", b"%PDF": "application/pdf"}


def content_type_of(content: bytes) -> str:
    """What the bytes are; application/octet-stream where nobody knows."""
    known = {**PICTURES, **OTHERS}
    found = next((kind for start, kind in known.items() if content.startswith(start)), None)
    if found is None and content[4:8] == b"ftyp":
        return "video/mp4"
    return found or "application/octet-stream"


def picture_of(sent: object) -> tuple[bytes, str] | None:
    """The bytes and suffix of an uploaded picture, None where none was sent; ValueError where it is no picture."""
    if not isinstance(sent, web.FileField):
        return None
    content = sent.file.read(MOST_BYTES + 1)
    if not content:
        return None
    suffix = SUFFIXES.get(content_type_of(content))
    if suffix is None or len(content) > MOST_BYTES:
        raise ValueError("Chỉ gửi được ảnh (JPG, PNG, GIF, WEBP) không quá 10 MB.")
    return content, suffix
