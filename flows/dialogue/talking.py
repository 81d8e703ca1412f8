"""Talk that is not about a procedure: greetings, thanks, other subjects, offices, danger."""

from dataclasses import replace

from flows.conversation import Conversation, LogMissed, Turn
from flows.dialogue import choices, opening
from flows.dialogue.answering import back_to_step, guide_choice, ways_back
from flows.dialogue.asking import QUESTION
from flows.dialogue.scene import Scene, heard, turn, with_note
from flows.dialogue.walking import helped_choices
from flows.matching.lexicon import Topic
from flows.messages import Choice, Outbound
from flows.organisation import Contact, Person
from flows.outcomes import Outcome


def welcome(scene: Scene) -> Turn:
    """The turn that greets and says what can be asked."""
    text = scene.say(
        "Chào bác/anh/chị. Tôi là Cầm Tay, trợ lý hướng dẫn làm dịch vụ công trên mạng.\n\n"
        'Cứ nhắn việc cần làm, viết không dấu cũng được. Ví dụ: "đăng ký tạm trú", "quên mật khẩu VNeID".\n\n'
        "Tôi không thu tiền, không hỏi mật khẩu hay mã OTP."
    )
    return turn(scene, Outcome.SMALL_TALK, Outbound(text, choices=home_choices(scene)), state=_calm(scene))


def help_shown(scene: Scene) -> Turn:
    """The turn that tells what the assistant can do."""
    text = scene.say(
        "Tôi giúp được những việc này:\n"
        "• Hỏi thủ tục: lệ phí, thời gian, giấy tờ, nơi nộp. Nhắn tên việc là được.\n"
        "• Chỉ từng bước một, kẹt ở đâu thì bấm Tôi bị kẹt.\n"
        "• Xem tin nhắn, đường link có phải lừa đảo không: dán vào đây.\n"
        '• Nhắc hẹn: nhắn "nhắc tôi thứ hai 8 giờ lấy kết quả".\n'
        '• Gặp người: nhắn "gặp người" bất cứ lúc nào.\n'
        "• Dữ liệu của tôi: /dulieu xem, /taive tải về, /xoadulieu xóa."
    )
    reply = Outbound(text, choices=home_choices(scene, helping=True))
    return turn(scene, Outcome.HELP_SHOWN, reply, state=_calm(scene))


def home_choices(scene: Scene, *, helping: bool = False) -> tuple[Choice, ...]:
    """The ways on when nothing is open."""
    phrases = scene.catalog.phrases
    other = next((code for code in phrases.languages if code != scene.conversation.language), None)
    return choices.present(
        back_to_step(scene),
        Choice(choices.BROWSE, scene.say("Xem các lĩnh vực")),
        Choice(choices.HELP, scene.say("Xem tôi giúp được gì")) if not helping else None,
        Choice(f"l:{other}", phrases.name_of(other)) if other else None,
        choices.person(scene.speaker),
    )


def no_such_choice(scene: Scene) -> Turn:
    """The turn for a button nobody knows any more."""
    text = scene.say("Nút này không còn dùng được. Bác/anh/chị nhắn lại việc cần làm giúp tôi.")
    return turn(scene, Outcome.HELP_SHOWN, Outbound(text, choices=home_choices(scene)))


def small_talk(scene: Scene, topic: str) -> Turn:
    """The turn for a greeting, thanks or a goodbye."""
    if topic in ("thanks", "goodbye"):
        return goodbye(scene)
    if topic == "help":
        return help_shown(scene)
    if topic == "abuse":
        text = scene.say("Tôi hiểu là bác/anh/chị đang bực. Tôi vẫn ở đây để giúp. Bác/anh/chị đang vướng việc gì?")
        return turn(scene, Outcome.SMALL_TALK, Outbound(text, choices=home_choices(scene)), state=_calm(scene))
    return welcome(scene)


def goodbye(scene: Scene, first: str = "") -> Turn:
    """The turn for thanks or a goodbye: once for each guide it asks whether it helped."""
    first = first or scene.say("Không có gì ạ.")
    guide = scene.guide
    if guide is None or guide.id in scene.conversation.feedback_asked:
        again = scene.say("Khi nào cần, bác/anh/chị cứ nhắn.")
        return turn(scene, Outcome.SMALL_TALK, Outbound(f"{first} {again}"), state=_calm(scene))
    ask = scene.say('Phần hướng dẫn "{title}" có giúp được không?', title=scene.title(guide))
    state = replace(_calm(scene), feedback_asked=(*scene.conversation.feedback_asked, guide.id))
    ways = choices.present(*helped_choices(scene, guide, ask=True)[:2], back_to_step(scene))
    reply = Outbound(f"{first} {ask}", choices=ways)
    return turn(scene, Outcome.SMALL_TALK, reply, state=state, guide_id=guide.id)


def outside(scene: Scene, topic: str, offered: tuple[str, ...] = ()) -> Turn:
    """The turn for a subject of another office: where to ask, and the guide there is; it is kept for the editors."""
    text = scene.written_reply(topic) or scene.say(
        "Việc này nằm ngoài phần tôi biết. Tôi chỉ hướng dẫn dịch vụ công và cách làm trên mạng an toàn. "
        "Nếu là việc của xã, phường, bấm Gặp người hỗ trợ."
    )
    guides = [scene.catalog.guides[found] for found in offered if found in scene.catalog.guides]
    ways = tuple(guide_choice(scene, guide) for guide in guides)
    log = LogMissed(scene.text, Outcome.OUTSIDE)
    reply = Outbound(text, choices=(*ways, *home_choices(scene)))
    return turn(scene, Outcome.OUTSIDE, reply, state=_asked(scene), effects=(log,))


def directory(scene: Scene, entry: str, advice: str = "") -> Turn | None:
    """The turn that tells of an office or a person of the commune, or None when there is no such entry.

    `advice` is the topic of a report: what to do at once, and who else is called.
    """
    text = _entry_text(scene, entry)
    if not text:
        return _commune(scene, scene.written_reply(advice))
    report = scene.catalog.topics.get(advice)
    lines = [text] if report is None else [scene.written_reply(advice), text, *_others(scene, report, entry)]
    reply = Outbound("\n".join(filter(None, lines)), choices=ways_back(scene))
    return turn(scene, Outcome.DIRECTORY, reply, state=_asked(scene))


def _entry_text(scene: Scene, entry: str) -> str:
    contact, person = _entry(scene, entry)
    return _contact_text(scene, contact) if contact else _person_text(scene, person) if person else ""


def _entry(scene: Scene, entry: str) -> tuple[Contact | None, Person | None]:
    organisation = scene.catalog.organisation
    contact = next((one for one in organisation.contacts if one.id == entry), None)
    return contact, next((one for one in organisation.people if one.id == entry), None)


def _others(scene: Scene, report: Topic, entry: str) -> list[str]:
    """A line for everybody else who is called about a report."""
    found = (_entry(scene, other) for other in report.call if other != entry)
    lines = (_call_line(scene, contact, person) for contact, person in found)
    return [line for line in lines if line]


def _call_line(scene: Scene, contact: Contact | None, person: Person | None) -> str:
    if contact and contact.phone:
        doubt = "" if contact.confirmed else scene.say("(cần kiểm tra lại)")
        return f"{contact.name}: {contact.phone} {doubt}".rstrip()
    return f"{person.role}: {person.phone}" if person and person.phone else ""


def _commune(scene: Scene, advice: str) -> Turn | None:
    organisation = scene.catalog.organisation
    if not organisation.name:
        return None
    unknown = scene.say("Tôi chưa có thông tin riêng về người hoặc nơi này, nên xin đưa số chung:")
    lines = [*filter(None, (advice,)), unknown, organisation.name]
    if organisation.phone:
        lines.append(scene.say("Điện thoại: {phone}", phone=organisation.phone))
    if organisation.address:
        lines.append(scene.say("Địa chỉ: {address}", address=organisation.address))
    lines += opening.opening_lines(scene)
    lines.append(scene.say("Cần gặp đúng người thì bấm Gặp người hỗ trợ."))
    reply = Outbound("\n".join(lines), choices=(choices.person(scene.speaker),))
    return turn(scene, Outcome.DIRECTORY, reply, state=_asked(scene))


def _contact_text(scene: Scene, contact: Contact) -> str:
    lines = [contact.name]
    if contact.phone:
        lines.append(scene.say("Điện thoại: {phone}", phone=contact.phone))
    if contact.address:
        lines.append(scene.say("Địa chỉ: {address}", address=contact.address))
    if contact.keeps_hours:
        lines += opening.opening_lines(scene)
    elif contact.hours:
        lines.append(scene.say("Giờ làm việc: {hours}", hours=contact.hours))
    if contact.note:
        lines.append(contact.note)
    if not contact.confirmed:
        lines.append(scene.say("Thông tin này cần kiểm tra lại trước khi đi."))
    if contact.source:
        lines.append(scene.say("Nguồn: {sources}", sources=contact.source))
    return "\n".join(lines)


def _person_text(scene: Scene, person: Person) -> str:
    phone = person.phone or scene.catalog.organisation.phone
    lines = [f"{person.role}: {person.name}" if person.role else person.name]
    if phone:
        lines.append(scene.say("Điện thoại: {phone}", phone=phone))
    if scene.catalog.organisation.address:
        lines.append(scene.say("Địa chỉ: {address}", address=scene.catalog.organisation.address))
    return "\n".join(lines)


def _calm(scene: Scene) -> Conversation:
    return heard(scene.conversation)


def _asked(scene: Scene) -> Conversation:
    """The conversation with the question kept: a person who is wanted next is told what it was about."""
    return with_note(_calm(scene), QUESTION, scene.text)
