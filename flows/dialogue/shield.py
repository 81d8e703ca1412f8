"""Links, numbers and stories the citizen wants checked, and what to do when it has happened."""

from dataclasses import replace

from flows.conversation import Turn
from flows.dialogue import choices, understood
from flows.dialogue.scene import Scene, heard, turn
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome
from flows.scams import Check, Finding, Reason, ScamStory, Verdict, check


def checked(scene: Scene) -> Turn | None:
    """The turn that judges what was pasted, or None when there is nothing to judge."""
    found = check(scene.raw, scene.catalog.scams)
    if found.already:
        return first_actions(scene)
    verdict = found.verdict
    if verdict is None or (verdict is not Verdict.DANGER and not found.doubts and _has_other_business(scene)):
        return None
    lines = [_headline(scene, verdict, found), *(_finding(scene, finding) for finding in found.findings)]
    for story in found.stories[:2]:
        lines += _story(scene, story)
    lines.append(_next_step(scene, verdict))
    reply = Outbound("\n\n".join(dict.fromkeys(line for line in lines if line)), choices=_ways(scene))
    state = heard(scene.conversation)
    made = turn(scene, Outcome.SCAM_CHECKED, reply, state=state)
    return _with_answer(scene, made, found)


def _has_other_business(scene: Scene) -> bool:
    return scene.reading.outcome in (Outcome.ANSWERED, Outcome.ASKED_BACK, Outcome.DIRECTORY)


def _with_answer(scene: Scene, made: Turn, found: Check) -> Turn:
    shield = scene.catalog.scams
    answered = scene.reading.guide_id
    if found.doubts or answered is None or answered in (shield.guide_after, shield.guide_before):
        return made
    answer = understood.understood(scene)
    warning = replace(made.replies[0], choices=())
    return replace(answer, replies=(warning, *answer.replies), outcome=Outcome.SCAM_CHECKED)


def _headline(scene: Scene, verdict: Verdict, found: Check) -> str:
    if verdict is Verdict.DANGER:
        return scene.say("Cẩn thận! Chuyện này có dấu hiệu lừa đảo rõ ràng.")
    if verdict is Verdict.UNKNOWN:
        return scene.say("Chưa rõ. Tôi không có thông tin về cái này nên không thể nói là an toàn.")
    return scene.say("Đúng là tên chính thức, nhưng vẫn nên cẩn thận.")


def _finding(scene: Scene, finding: Finding) -> str:
    words = {**_about_links(scene, finding.shown, finding.name), **_about_calls(scene, finding.shown, finding.name)}
    return words[finding.reason]


def _about_links(scene: Scene, shown: str, name: str) -> dict[Reason, str]:
    return {
        Reason.LISTED: scene.say("{shown} là {name}.", shown=shown, name=name),
        Reason.STATE_ENDING: scene.say("{shown} có đuôi .gov.vn, đuôi chỉ cấp cho cơ quan nhà nước.", shown=shown),
        Reason.APP_FILE: scene.say(
            "{shown} là tệp cài ứng dụng ngoài kho chính thức (đuôi .apk). Cài vào có thể mất quyền điều khiển máy.",
            shown=shown,
        ),
        Reason.BARE_ADDRESS: scene.say(
            "{shown} chỉ là dãy số. Cơ quan nhà nước không gửi địa chỉ như vậy.", shown=shown
        ),
        Reason.DISGUISED: scene.say("Đường link này giả vờ là trang khác, thật ra dẫn tới {shown}.", shown=shown),
        Reason.ODD_LETTERS: scene.say("{shown} dùng chữ lạ trông giống chữ thường để đánh lừa mắt.", shown=shown),
        Reason.LOOK_ALIKE: scene.say(
            "{shown} mượn tên cơ quan nhưng không phải trang của cơ quan đó. Trang thật có đuôi .gov.vn.", shown=shown
        ),
        Reason.SHORTENED: scene.say("{shown} là link rút gọn, che mất nơi thật sự dẫn tới.", shown=shown),
        Reason.NOT_LISTED: scene.say("{shown} không có trong danh sách trang chính thức.", shown=shown),
    }


def _about_calls(scene: Scene, shown: str, name: str) -> dict[Reason, str]:
    return {
        Reason.HOTLINE: scene.say(
            "{shown} là số của {name}. Nhưng kẻ gian làm giả được số hiện trên máy, nên cúp máy rồi tự gọi lại.",
            shown=shown,
            name=name,
        ),
        Reason.FOREIGN_PHONE: scene.say("Đây là số gọi từ nước ngoài. Cơ quan Việt Nam không gọi bằng số như vậy."),
        Reason.PRIVATE_PHONE: scene.say(
            "Số này không có trong danh sách tổng đài chính thức. Qua điện thoại, ai cũng xưng được là công an, cán bộ."
        ),
    }


def _story(scene: Scene, story: ScamStory) -> list[str]:
    language = scene.conversation.language
    return [
        scene.say("Giống kịch bản: {name}.", name=story.name.in_language(language)),
        story.why.in_language(language),
        scene.say("Nên làm: {action}", action=story.action.in_language(language)),
    ]


def _next_step(scene: Scene, verdict: Verdict) -> str:
    if verdict is Verdict.OFFICIAL:
        return scene.say(
            "Tự gõ địa chỉ vào trình duyệt thay vì bấm link người khác gửi. Không đưa mật khẩu, mã OTP cho ai."
        )
    if verdict is Verdict.UNKNOWN:
        return scene.say(
            "Đừng đăng nhập, đừng nhập mật khẩu, mã OTP hay chuyển tiền ở đó. "
            "Hỏi lại bằng số chính thức hoặc ra xã, phường."
        )
    return scene.say(
        "Đừng bấm, đừng gọi lại, đừng chuyển tiền. Lỡ làm rồi thì bấm nút dưới để biết việc phải làm ngay."
    )


def _ways(scene: Scene) -> tuple[Choice, ...]:
    guide = scene.catalog.guides.get(scene.catalog.scams.guide_before)
    ways = [Choice(choices.SCAMMED, scene.say("Tôi lỡ làm theo rồi"))]
    if guide:
        ways.append(choices.labelled(choices.answer_id(guide.id), scene.title(guide)))
    return (*ways, choices.person(scene.speaker))


def first_actions(scene: Scene) -> Turn:
    """The turn for someone who was scammed: the first five actions, at once."""
    shield, language = scene.catalog.scams, scene.conversation.language
    lines = [scene.say("Đừng hoảng. Làm ngay năm việc này, theo thứ tự:")]
    lines += [f"{number}. {one.in_language(language)}" for number, one in enumerate(shield.first_actions, start=1)]
    if shield.source and shield.checked_on:
        day = scene.speaker.short_day(shield.checked_on)
        lines.append(scene.say("Nguồn: {sources}. Kiểm tra ngày {day}.", sources=shield.source, day=day))
    guide = scene.catalog.guides.get(shield.guide_after)
    ways = [choices.labelled(choices.answer_id(guide.id), scene.say("Chỉ từng bước"))] if guide else []
    reply = Outbound("\n\n".join(lines), choices=(*ways, choices.person(scene.speaker)))
    state = heard(scene.conversation)
    return turn(scene, Outcome.SCAM_CHECKED, reply, state=state)


def picked(scene: Scene, taken: choices.ChoiceId) -> Turn:
    """The turn for a choice about a scam."""
    return first_actions(scene)
