"""Looking around: the fields of life, and the guides of one field, a few at a time."""

from flows.conversation import Turn
from flows.dialogue import choices
from flows.dialogue.choices import ChoiceId, labelled
from flows.dialogue.scene import Scene, turn
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome

_PAGE = 6
_ALL = "all"


def picked(scene: Scene, taken: ChoiceId) -> Turn:
    """The turn for a field that was chosen, or for the list of fields."""
    page = int(taken.second) if taken.second.isascii() and taken.second.isdigit() else 0
    if taken.first in scene.catalog.sections:
        return _guides(scene, taken.first, page)
    return fields(scene, page)


def fields(scene: Scene, page: int = 0) -> Turn:
    """The turn that lists the fields that have guides."""
    used = {guide.field for guide in scene.catalog.guides.values()}
    language = scene.conversation.language
    found = [
        labelled(f"{choices.BROWSE}:{section.id}", section.title.in_language(language))
        for section in scene.catalog.sections.values()
        if section.id in used
    ]
    return _page(scene, scene.say("Bác/anh/chị cần việc thuộc lĩnh vực nào?"), found, _ALL, page)


def _guides(scene: Scene, field: str, page: int) -> Turn:
    found = [
        labelled(choices.answer_id(guide.id), scene.title(guide))
        for guide in scene.catalog.guides.values()
        if guide.field == field
    ]
    title = scene.catalog.sections[field].title.in_language(scene.conversation.language)
    return _page(scene, scene.say("{field}: chọn một việc.", field=title), found, field, page)


def _page(scene: Scene, text: str, found: list[Choice], name: str, page: int) -> Turn:
    page = page if page * _PAGE < len(found) else 0
    shown = found[page * _PAGE : (page + 1) * _PAGE]
    more = (
        [Choice(f"{choices.BROWSE}:{name}:{page + 1}", scene.say("Xem thêm"))]
        if (page + 1) * _PAGE < len(found)
        else []
    )
    reply = Outbound(text, choices=(*shown, *more, choices.person(scene.speaker)))
    return turn(scene, Outcome.HELP_SHOWN, reply)
