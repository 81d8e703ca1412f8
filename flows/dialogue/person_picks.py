"""What choices about persons and cases do."""

from flows.cases import CaseReason
from flows.conversation import Turn
from flows.dialogue import asking, casework, own_case, people, reopening, talking
from flows.dialogue.choices import ChoiceId
from flows.dialogue.scene import Scene, note, turn
from flows.messages import Outbound
from flows.outcomes import Outcome

_STARS = {str(stars): stars for stars in range(1, 6)}


def person(scene: Scene) -> Turn:
    """The turn that brings a person, with what was asked last."""
    scene = casework.given_back(scene)
    question = note(scene.conversation, asking.QUESTION) or scene.text
    if scene.message.choice_id is None and scene.text:
        question = scene.text if not question or question == scene.text else f"{question}\n{scene.text}"
    return people.hand_over(scene, CaseReason.REQUESTED, question=question)


def fetched(scene: Scene, taken: ChoiceId) -> Turn:
    """The turn for a choice that brings a person."""
    if taken.first == "stuck":
        step = scene.step.text if scene.step else note(scene.conversation, asking.QUESTION)
        return people.hand_over(scene, CaseReason.STUCK, question=scene.say("Bị kẹt ở bước: {step}", step=step))
    if taken.first == "look":
        question = note(scene.conversation, asking.QUESTION) or scene.say("Nhờ xem giúp ảnh, lời nói hoặc tệp đã gửi.")
        return people.hand_over(scene, CaseReason.ATTACHMENT, question=question)
    return person(scene)


def case(scene: Scene, taken: ChoiceId) -> Turn:
    """The turn for a choice about the own case: how it stands, open it again, withdraw it."""
    opened = reopening.reopen(scene, taken.second) if taken.first == "again" else None
    if opened is not None:
        return opened
    if taken.first == "withdraw" and people.is_open(scene) and taken.second == scene.conversation.open_case:
        return own_case.withdraw(scene)
    if not scene.conversation.open_case and scene.known.closed_case is not None:
        return people.status(scene, scene.known.closed_case, scene.known.closed_case.code)
    if not scene.conversation.open_case:
        text = scene.say("Bác/anh/chị chưa có ca nào đang mở.")
        return turn(scene, Outcome.CASE_STATUS, Outbound(text, choices=talking.home_choices(scene)))
    return people.status(scene, scene.known.open_case, scene.conversation.open_case)


def listener(scene: Scene, taken: ChoiceId) -> Turn:
    """The turn for a choice of whom to talk to while a case is open."""
    return casework.listen(scene) if taken.first == "ask" else casework.back_to_person(scene)


def stars(scene: Scene, taken: ChoiceId) -> Turn:
    """The turn for a rating of a case."""
    given = _STARS.get(taken.second)
    return people.rated(scene, taken.first, given) if given and taken.first else talking.no_such_choice(scene)
