"""Notices: switched on for some hours, in front of every answer on their topics, switched off by themselves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from aiohttp import web

from bot.console.editor_world import EditorPages
from bot.console.frame import Visitor, Wrong, back_to
from bot.editing import BrokenTextError
from flows.access import Right
from flows.guides import Guide, Notice
from flows.hours import VIETNAM
from flows.phrases import phrase
from storage.content.writing import ContentText, WritingError
from storage.content.yaml_editing import EditError, append, read, remove, set_value

FILE = "notices.yaml"
EVERYTHING = "tat-ca"
LASTS = timedelta(hours=12)
LONGEST = 500
TOO_LONG = f"Lời thông báo dài quá {LONGEST} chữ, xin viết gọn lại."
Change = Callable[[str], str]
TOPICS = {
    EVERYTHING: phrase("Mọi câu trả lời"),
    "vneid": phrase("VNeID"),
    "cong-dvc": phrase("Cổng Dịch vụ công"),
    "thanh-toan": phrase("Thanh toán trực tuyến"),
    "ngan-hang": phrase("Ngân hàng"),
    "bhxh": phrase("Bảo hiểm xã hội"),
    "thue": phrase("Thuế"),
    "dien": phrase("Điện lực"),
    "nha-mang": phrase("Nhà mạng"),
    "buu-chinh": phrase("Bưu chính"),
}


class NoticePages(EditorPages):
    """The pages under /console/notices."""

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        only = self._guard.only
        return [
            web.get("/console/notices", only(Right.CONTENT, self.list_page)),
            web.post("/console/notices", only(Right.CONTENT, self.switch_on)),
            web.post("/console/notices/{notice}/end", only(Right.CONTENT, self.switch_off)),
            web.post("/console/notices/{notice}/remove", only(Right.CONTENT, self.remove)),
        ]

    async def list_page(
        self, visitor: Visitor, *, refused: str = "", wrong: Wrong | None = None, status: int = 200
    ) -> web.StreamResponse:
        """The notices with their state, and the form for a new one."""
        catalog, now = self._frame.catalog(), self._frame.clock()
        from storage.content.check import load_checks  # noqa: PLC0415 (only who edits needs what reads content)

        checks, _ = load_checks(self._editing.root)
        names = [EVERYTHING, *(checks.topics if checks else ())]
        touched = {name: depending(catalog.guides.values(), name) for name in names}
        form = await visitor.form() if refused or wrong else {}
        return self._frame.page(
            visitor,
            "notices.html",
            status=status,
            notices=[(notice, state_of(notice, now)) for notice in catalog.notices],
            topics={name: TOPICS.get(name, name) for name in names},
            touched=touched,
            starts=now.astimezone(VIETNAM),
            ends=now.astimezone(VIETNAM) + LASTS,
            refused=refused,
            wrong=wrong or {},
            typed=form,
            chosen=await visitor.lists("topics") if form else [],
        )

    async def switch_on(self, visitor: Visitor) -> web.StreamResponse:
        """Write a new notice into the file."""
        form, topics = await visitor.form(), await visitor.lists("topics")
        now = self._frame.clock().astimezone(VIETNAM)
        wrong = wrong_in(form, topics, now)
        if wrong:
            return await self.list_page(visitor, wrong=wrong, status=422)
        starts, ends = moment(form.get("starts", "")), moment(form.get("ends", ""))
        words, english = (" ".join(form.get(name, "").split()) for name in ("vi", "en"))
        entry: dict[str, object] = {"id": f"{topics[0]}-{now:%Y%m%d-%H%M%S}", "topics": topics}
        entry |= {"text": {"vi": words, "en": english}, "starts": starts or now, "ends": ends}
        return await self._change(visitor, lambda text: append(text, ("notices",), entry), "bật thông báo")

    async def switch_off(self, visitor: Visitor) -> web.StreamResponse:
        """Let a notice end now."""
        now = self._frame.clock().astimezone(VIETNAM)

        def end(text: str) -> str:
            return set_value(text, ("notices", place_of(text, visitor.value("notice")), "ends"), now)

        return await self._change(visitor, end, "tắt thông báo")

    async def remove(self, visitor: Visitor) -> web.StreamResponse:
        """Take a notice out of the file."""

        def drop(text: str) -> str:
            return remove(text, ("notices", place_of(text, visitor.value("notice"))))

        return await self._change(visitor, drop, "bỏ thông báo")

    async def _change(self, visitor: Visitor, change: Change, note: str) -> web.StreamResponse:
        try:
            opened: ContentText = await self._editing.open(FILE)
            await self._editing.save(FILE, change(opened.text), opened.digest, visitor.member.id, note)
        except EditError as error:
            return await self.list_page(visitor, refused=str(error), status=422)
        except WritingError as error:
            return await self.list_page(visitor, refused=error.message, status=409)
        except BrokenTextError as error:
            return await self.list_page(visitor, refused=error.problems[0].message, status=422)
        raise back_to("/console/notices", "saved")


def wrong_in(form: Mapping[str, str], topics: Sequence[str], now: datetime) -> Wrong:
    """What is missing or wrong in a notice as typed."""
    wrong = {} if topics else {"topics": "Chọn ít nhất một chủ đề."}
    if not form.get("vi", "").strip():
        wrong["vi"] = "Cần lời thông báo để đọc cho người dân."
    wrong |= {name: TOO_LONG for name in ("vi", "en") if len(form.get(name, "")) > LONGEST}
    starts, ends = moment(form.get("starts", "")), moment(form.get("ends", ""))
    if form.get("starts") and starts is None:
        wrong["starts"] = "Giờ bắt đầu chưa đúng, chọn lại ngày và giờ."
    if ends is None:
        wrong["ends"] = "Cần giờ tự tắt, để thông báo cũ không nằm lại."
    elif ends <= now or (starts and ends <= starts):
        wrong["ends"] = "Giờ tự tắt phải sau giờ bắt đầu và sau bây giờ."
    return wrong


def state_of(notice: Notice, now: datetime) -> str:
    """Whether a notice is on, to come or over."""
    if notice.ends is not None and notice.ends <= now:
        return "over"
    return "coming" if notice.starts is not None and notice.starts > now else "on"


def place_of(text: str, notice_id: str) -> int:
    """Where a notice stands in the file's list."""
    entries = (read(text) or {}).get("notices") or []
    found = next((index for index, entry in enumerate(entries) if entry.get("id") == notice_id), None)
    if found is None:
        raise EditError("Thông báo này không còn trong tệp.")
    return found


def moment(written: str) -> datetime | None:
    """The moment a browser's field names, in Vietnam; None where it is empty or none."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=VIETNAM) if written else None
    except ValueError:
        return None


def depending(guides: Iterable[Guide], topic: str) -> int:
    """How many guides a notice on this topic stands in front of."""
    return sum(topic == EVERYTHING or topic in guide.depends_on for guide in guides)
