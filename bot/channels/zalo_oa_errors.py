"""Zalo's error codes and what to do about each, as data (the platform's own appendix of codes, 2026)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.channels.base import DeliveryError, RefusedCallError


class Action(StrEnum):
    """What an error of Zalo asks of us."""

    WAIT = "wait"  # too fast: again after a pause
    RETRY = "retry"  # a passing failure
    AGAIN = "again"  # failed for no reason given: once more at once, then as plain text, then later
    SPLIT = "split"  # longer than Zalo counts it: in halves
    REFRESH = "refresh"  # the access token is no longer good
    PROVE = "prove"  # the app demands a proof of its secret with every call
    UPLOAD = "upload"  # the uploaded picture has gone: upload it again
    PLAIN = "plain"  # the form of the message is not taken: plain text
    PARK = "park"  # cannot be reached now, but when the citizen writes again
    DROP = "drop"  # hopeless for this message
    ALARM = "alarm"  # hopeless for every message until an admin acts


@dataclass(frozen=True, slots=True)
class Meaning:
    """What to do, and what an admin should know, in Vietnamese."""

    action: Action
    advice: str = ""


ERRORS: Mapping[int, Meaning] = {
    -32: Meaning(Action.WAIT, "Gọi quá nhanh so với hạn mức của gói OA."),
    -100: Meaning(Action.UPLOAD),
    -124: Meaning(Action.REFRESH),  # how Zalo's host for paid notices says -216
    -200: Meaning(Action.AGAIN),
    -201: Meaning(Action.PLAIN),
    -204: Meaning(Action.ALARM, "OA đã bị vô hiệu hóa. Hãy đăng nhập oa.zalo.me để xem lý do."),
    -205: Meaning(Action.ALARM, "OA không tồn tại. Hãy kiểm tra OA đã liên kết với ứng dụng."),
    -209: Meaning(Action.ALARM, "Ứng dụng chưa kích hoạt. Hãy bật ứng dụng tại developers.zalo.me, mục Cài đặt."),
    -210: Meaning(Action.SPLIT),
    -211: Meaning(Action.PARK, "Hết hạn mức tin của OA."),
    -212: Meaning(Action.ALARM, "Ứng dụng chưa đăng ký API này. Hãy đăng ký sản phẩm Official Account cho ứng dụng."),
    -213: Meaning(Action.PARK),
    -216: Meaning(Action.REFRESH),
    -218: Meaning(Action.PARK),
    -219: Meaning(Action.ALARM, "Ứng dụng đã bị gỡ khỏi OA hoặc bị khóa. Liên kết lại rồi chạy `camtay zalo login`."),
    -220: Meaning(Action.REFRESH),
    -221: Meaning(Action.ALARM, "OA chưa xác thực. Hãy xác thực OA tại oa.zalo.me."),
    -223: Meaning(Action.ALARM, "OA chưa cấp quyền cho ứng dụng. Hãy chạy `camtay zalo login`."),
    -224: Meaning(Action.ALARM, "Gói OA hiện tại không được gọi API. Cần gói Tăng trưởng hoặc Toàn diện."),
    -227: Meaning(Action.DROP),
    -230: Meaning(Action.PARK),
    -232: Meaning(Action.PARK),
    -233: Meaning(Action.PLAIN),
    -234: Meaning(Action.RETRY),
    -235: Meaning(Action.ALARM, "Loại OA này không được dùng API. Hãy hỏi Zalo về loại OA cơ quan nhà nước."),
    -240: Meaning(Action.DROP),
    -242: Meaning(Action.PROVE),
    -244: Meaning(Action.DROP),
    -248: Meaning(Action.DROP),
    -320: Meaning(Action.PARK, "Tin ngoài 48 giờ cần liên kết tài khoản ZCA."),
    -321: Meaning(Action.PARK, "Tài khoản ZCA hết tiền: tin ngoài 48 giờ không gửi được."),
}
ALARM_SECONDS = 300.0
UNKNOWN = Meaning(Action.RETRY)
HOPELESS = (Action.DROP, Action.PLAIN, Action.SPLIT, Action.UPLOAD)  # when no other form was taken either


class ZaloError(RefusedCallError):
    """Zalo answered with an error code."""

    def __init__(self, code: int, message: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message
        self.retry_after = retry_after

    @property
    def meaning(self) -> Meaning:
        """What to do about it; a code nobody has described is taken for a passing failure."""
        return ERRORS.get(self.code, UNKNOWN)

    @property
    def delivery(self) -> DeliveryError:
        """What delivery should do about an error that could not be mended on the spot."""
        action = self.meaning.action
        if action in (Action.ALARM, Action.REFRESH, Action.PROVE):
            return DeliveryError(str(self), retry_after=ALARM_SECONDS)
        if action is Action.PARK:
            return DeliveryError(str(self), parked=True)
        return DeliveryError(str(self), permanent=action in HOPELESS, retry_after=self.retry_after)

    @property
    def alarm(self) -> str:
        """What an admin must do where Zalo refuses every message; else empty."""
        meaning = self.meaning
        return f"Zalo OA ({self.code}): {meaning.advice}" if meaning.action is Action.ALARM else ""
