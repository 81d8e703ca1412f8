"""Commands that begin with a slash, and the deep links that start a chat."""

from collections.abc import Callable, Mapping

from flows.case_codes import asked_code
from flows.conversation import Turn
from flows.deep_links import guide_in
from flows.dialogue import choices, own_data, person_picks, picks, reminding, settings, talking, where
from flows.dialogue.answering import answer
from flows.dialogue.people import status
from flows.dialogue.scene import Scene


def command(scene: Scene) -> Turn | None:
    """The turn a command leads to, or None for ordinary text; an unknown command shows the help."""
    if not scene.text.startswith("/") or len(scene.text) < 2 or scene.text[1].isspace():
        return None
    name, _, rest = scene.text[1:].partition(" ")
    name = name.partition("@")[0].lower()
    return COMMANDS.get(name, _help)(scene, rest.strip())


def start(scene: Scene) -> Turn:
    """The turn that opens a chat, at once with the guide a link points to."""
    guide = scene.catalog.guides.get(guide_in(scene.message.start_with))
    return answer(scene, guide) if guide else talking.welcome(scene)


def _start(scene: Scene, rest: str) -> Turn:
    guide = scene.catalog.guides.get(guide_in(rest))
    return answer(scene, guide) if guide else start(scene)


def _help(scene: Scene, rest: str) -> Turn:
    return talking.help_shown(scene)


def _language(scene: Scene, rest: str) -> Turn:
    return settings.set_language(scene, rest.lower())


def _data(scene: Scene, rest: str) -> Turn:
    return own_data.shown(scene)


def _save(scene: Scene, rest: str) -> Turn:
    return own_data.saved(scene)


def _delete(scene: Scene, rest: str) -> Turn:
    return own_data.confirm(scene)


def _reminders(scene: Scene, rest: str) -> Turn:
    return reminding.listed(scene)


def _case(scene: Scene, rest: str) -> Turn:
    code = asked_code(rest)
    return status(scene, scene.known.asked_case, code) if code else picks.pick(scene, choices.CASE_STATUS)


def _place(scene: Scene, rest: str) -> Turn:
    return where.ask(scene)


def _plain(scene: Scene, rest: str) -> Turn:
    return settings.set_manner(scene, plain=not scene.conversation.plain)


def _person(scene: Scene, rest: str) -> Turn:
    return person_picks.person(scene)


COMMANDS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "start": _start,
    "help": _help,
    "language": _language,
    "ngonngu": _language,
    "gapnguoi": _person,
    "dulieu": _data,
    "mydata": _data,
    "taive": _save,
    "xoadulieu": _delete,
    "nhac": _reminders,
    "nhacviec": _reminders,
    "ca": _case,
    "noio": _place,
    "chuto": _plain,
}
