"""In a group the assistant answers only when called, and takes personal matters to a private chat."""

from dataclasses import replace

from flows.conversation import DeleteMessage, Turn
from flows.deep_links import carrying
from flows.dialogue.scene import Scene, turn
from flows.messages import Outbound
from flows.outcomes import Outcome

_PERSONAL = frozenset(
    {
        Outcome.HANDED_OVER,
        Outcome.CASE_CONTINUED,
        Outcome.CASE_STATUS,
        Outcome.DATA_SHOWN,
        Outcome.DATA_DELETED,
        Outcome.REMINDER_SET,
        Outcome.ATTACHMENT_TAKEN,
        Outcome.PLACE_SET,
    }
)


def not_called(scene: Scene) -> Turn | None:
    """The turn for what members of a group tell each other: nothing."""
    return turn(scene, Outcome.IGNORED) if scene.message.in_group and not scene.message.addressed else None


def in_private(scene: Scene, made: Turn) -> Turn:
    """The turn `made`, or in a group the way to a private chat where it would be personal."""
    if not scene.message.in_group or made.outcome not in _PERSONAL:
        return made
    where = scene.known.private_link
    guide = scene.guide
    link = f"{where}{carrying(guide.id)}" if where and guide else f"{where}start" if where else ""
    text = scene.say("Chuyện riêng mình nói riêng nhé, ở đây nhiều người đọc được.")
    if link:
        way = scene.say("Bấm vào đây để nhắn riêng với tôi: {link}", link=link)
        text = f"{text} {way}"
    effects = tuple(effect for effect in made.effects if isinstance(effect, DeleteMessage))
    return replace(
        made,
        conversation=scene.conversation,
        replies=(Outbound(text, link=link or None),),
        outcome=Outcome.HELP_SHOWN,
        effects=effects,
    )
