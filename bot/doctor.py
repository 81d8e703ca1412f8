"""camtay doctor: looks at each channel step by step and says what to do next."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import aiohttp

from bot.settings import Settings


class Verdict(StrEnum):
    """How a step of the examination came out."""

    GOOD = "✔"
    NOTE = "•"
    WRONG = "✘"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and what an operator should do about it, in Vietnamese."""

    verdict: Verdict
    text: str
    advice: str = ""

    def __str__(self) -> str:
        return f"  {self.verdict} {self.text}" + (f"\n      → {self.advice}" if self.advice else "")


Findings = AsyncIterator[Finding]


def good(text: str) -> Finding:
    """A step that is as it should be."""
    return Finding(Verdict.GOOD, text)


def note(text: str, advice: str = "") -> Finding:
    """Something worth knowing that stops nothing."""
    return Finding(Verdict.NOTE, text, advice)


def wrong(text: str, advice: str) -> Finding:
    """A step that fails; later ones would fail because of it."""
    return Finding(Verdict.WRONG, text, advice)


async def look_at_public_address(settings: Settings, http: aiohttp.ClientSession) -> Findings:
    """Whether the world can reach the service, which webhooks need and polling does not."""
    if not settings.public_url:
        yield note(
            "Chưa đặt địa chỉ công khai (CAMTAY_PUBLIC_URL).",
            "Web trong mạng nội bộ, Telegram và Zalo Bot kiểu hỏi vòng vẫn chạy; Zalo OA và webhook thì cần.",
        )
        return
    if not settings.public_url.startswith("https://"):
        yield wrong("Địa chỉ công khai không phải https.", "Đặt CAMTAY_PUBLIC_URL=https://tên-miền-của-xã")
        return
    try:
        async with http.get(settings.address + "/healthz") as answer:
            if answer.status == 200:
                yield good(f"Mở được {settings.address} từ máy này.")
                return
            reason = f"mã {answer.status}"
    except (aiohttp.ClientError, TimeoutError) as error:
        reason = type(error).__name__
    yield wrong(
        f"Không mở được {settings.address}/healthz ({reason}).",
        "Chạy `camtay run`, rồi kiểm tra tên miền, chứng chỉ và proxy ngược (nginx, Caddy) trỏ về cổng của dịch vụ.",
    )


def days_left(until: str, today: datetime) -> int | None:
    """The days until a date as Zalo writes it (31/12/2026), or None where it writes none."""
    try:
        day, month, year = (int(part) for part in until.split("/"))
        return (datetime(year, month, day, tzinfo=today.tzinfo).date() - today.date()).days
    except ValueError:
        return None
