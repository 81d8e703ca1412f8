"""How the citizen wants to be spoken to: language, and the plain manner for elders."""

from dataclasses import replace

from flows.conversation import Conversation, Turn
from flows.dialogue import choices
from flows.dialogue.scene import Scene, note, turn, with_note
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome
from flows.text.letters import fold
from flows.words import contains, contains_any

_PLAIN = tuple(
    (
        "noi cham thoi|noi cham lai|noi cham|cham thoi|cham lai|chu to|chu to len|cho chu to|chu to hon|chu nho qua|"
        "chu be qua|chu nho kho doc|noi don gian|"
        "noi de hieu|giai thich de hieu|noi ngan thoi|noi ngan gon thoi|tung viec mot|"
        "speak slowly|slowly please|big letters"
    ).split("|")
)
_NORMAL = tuple(
    "noi binh thuong|chu binh thuong|chu nho lai|cho chu nho|noi nhanh|speak normally|normal text".split("|")
)
_LANGUAGES = {"tieng anh": "en", "english": "en", "tieng viet": "vi", "vietnamese": "vi"}
_AROUND_LANGUAGE = frozenset(
    "noi doi chuyen lai sang qua bang dung tra loi cho toi em minh bac chau a ban biet khong duoc co the xin vui "
    "long nhe di speak in use switch change back to please can you do i want talk reply answer hi hello".split()
)
_FOLLOWS = "language-follows"  # note: the language was taken from what the citizen wrote


def language_choices(scene: Scene) -> tuple[Choice, ...]:
    """The languages to choose from, each in its own name."""
    phrases = scene.catalog.phrases
    return tuple(Choice(f"l:{code}", phrases.name_of(code)) for code in phrases.languages)


def set_language(scene: Scene, language: str) -> Turn:
    """The turn that changes the language, or offers those there are."""
    if language not in scene.catalog.phrases.languages:
        return turn(
            scene,
            Outcome.SETTING_CHANGED,
            Outbound(scene.say("Chọn ngôn ngữ:"), choices=language_choices(scene)),
        )
    voice = scene.catalog.phrases.speaker(language)
    ways = (Choice(choices.HELP, voice.say("Xem tôi giúp được gì")), choices.person(voice))
    text = voice.say("Từ giờ tôi nói tiếng Việt. Bác/anh/chị cần làm việc gì?")
    state = with_note(replace(scene.conversation, language=language), _FOLLOWS, "")
    return turn(scene, Outcome.SETTING_CHANGED, Outbound(text, choices=ways), state=state)


def set_manner(scene: Scene, *, plain: bool) -> Turn:
    """The turn that switches the plain manner on or off."""
    state = replace(scene.conversation, plain=plain)
    if plain:
        text = scene.say("Vâng. Từ giờ tôi nói ngắn, mỗi lần một việc. Bác cứ thong thả.")
    else:
        text = scene.say("Vâng, tôi trở lại cách nói bình thường.")
    ways = [Choice(choices.HELP, scene.say("Xem tôi giúp được gì")), choices.person(scene.speaker)]
    if scene.guide and scene.step:
        ways.insert(0, Choice(choices.REPEAT, scene.say("Xem lại bước này")))
    return turn(scene, Outcome.SETTING_CHANGED, Outbound(text, choices=tuple(ways)), state=state)


def language_in(words: str) -> str | None:
    """The language that folded words ask for and for nothing else, or None."""
    for name, code in _LANGUAGES.items():
        if contains(words, name) and _AROUND_LANGUAGE.issuperset(f" {words} ".replace(f" {name} ", " ", 1).split()):
            return code
    return None


def manner_in(words: str) -> bool | None:
    """True when the folded words ask for the plain manner, False for the ordinary one, None for neither."""
    if words.count(" ") > 7:
        return None
    if contains_any(words, _NORMAL):
        return False
    return True if contains_any(words, _PLAIN) else None


def follow_language(
    conversation: Conversation, text: str, languages: tuple[str, ...], *, english: bool
) -> Conversation:
    """The conversation in the language the citizen writes; a language chosen by hand is left when none is seen."""
    if conversation.language != "en" and "en" in languages and english:
        return with_note(replace(conversation, language="en"), _FOLLOWS, "on")
    if conversation.language != "vi" and note(conversation, _FOLLOWS) and is_vietnamese(text):
        return with_note(replace(conversation, language="vi"), _FOLLOWS, "")
    return conversation


def is_vietnamese(text: str) -> bool:
    """Whether a text of some length bears Vietnamese marks."""
    return text.count(" ") >= 2 and fold(text) != text.lower()
