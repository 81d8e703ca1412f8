"""What happens on a channel beside messages: a chat opened or left, a message changed, a colleague who answers."""

from flows.conversation import AppendToCase, Conversation, DeleteMyData, Turn
from flows.dialogue import casework, commands, talking
from flows.dialogue.people import is_open
from flows.dialogue.scene import Scene, turn
from flows.messages import InboundKind, Outbound
from flows.outcomes import Outcome


def happened(scene: Scene) -> Turn | None:
    """The turn for an event, or None for words to be answered."""
    kind = scene.message.kind
    if kind in (InboundKind.MESSAGE, InboundKind.EDITED):
        return None
    if kind is InboundKind.STARTED:
        return commands.start(scene)
    if kind is InboundKind.UNKNOWN:
        return _unknown(scene)
    return _silent(scene)


def _unknown(scene: Scene) -> Turn:
    if scene.text:
        return talking.help_shown(scene)
    text = scene.say("Tôi chưa đọc được loại tin này. Bác/anh/chị nhắn bằng chữ giúp tôi.")
    return turn(scene, Outcome.IGNORED, Outbound(text))


def _silent(scene: Scene) -> Turn:
    kind = scene.message.kind
    if kind is InboundKind.WITHDRAWN:
        fresh = Conversation(scene.conversation.chat)
        return turn(scene, Outcome.DATA_DELETED, state=fresh, effects=(DeleteMyData(also_cases=True),))
    if kind is InboundKind.PERSON_ANSWERED:
        return turn(scene, Outcome.IGNORED, state=casework.silent(scene.conversation, scene.now))
    if kind is InboundKind.DELETED and is_open(scene):
        gone = AppendToCase(scene.conversation.open_case, scene.say("(người dân vừa xóa một tin nhắn)"))
        return turn(scene, Outcome.CASE_CONTINUED, effects=(gone,))
    return turn(scene, Outcome.IGNORED)
