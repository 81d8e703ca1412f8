"""Every sample of what the platforms send and answer is read, and means what it should.

samples/ holds one JSON file per event or answer: the platforms' own documentation samples where there are any,
otherwise made after their field tables.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import telegram

from bot.channels.telegram_errors import delivery_error as telegram_error
from bot.channels.telegram_inbound import Identity
from bot.channels.telegram_inbound import to_inbound as from_telegram
from bot.channels.telegram_plain import plain_words
from bot.channels.zalo_bot_updates import to_inbound as from_zalo_bot
from bot.channels.zalo_oa_errors import ERRORS, Action, ZaloError
from bot.channels.zalo_oa_events import to_inbound as from_zalo_oa
from bot.channels.zalo_signature import genuine, signature
from flows.messages import AttachmentKind, Inbound, InboundKind

SAMPLES = Path(__file__).parent / "samples"
VECTORS: list[dict[str, str]] = json.loads((SAMPLES / "zalo_oa_signature_vectors.json").read_text())

M, PHOTO, FILE = InboundKind.MESSAGE, AttachmentKind.PHOTO, AttachmentKind.FILE
OF_NO_CONCERN = None

ZALO_OA: dict[str, Any] = {
    "user_send_text": (M, "message", None),
    "user_send_text_vi": (M, "Cho em hỏi quên mật khẩu VNeID thì làm sao ạ?", None),
    "user_send_text_reply": (M, "dạ được", None),
    "user_send_text_button_query": (M, "#flow:login", None),
    "user_send_image": (M, "", PHOTO),
    "user_send_gif": (M, "", PHOTO),
    "user_send_link": (M, "Zalo for developers\nhttps://developers.zalo.me/", None),
    "user_send_audio": (M, "", AttachmentKind.VOICE),
    "user_send_video": (M, "", AttachmentKind.VIDEO),
    "user_send_sticker": (M, "", AttachmentKind.STICKER),
    "user_send_location": (M, "", AttachmentKind.LOCATION),
    "user_send_file": (M, "", FILE),
    "user_send_business_card": (M, "", AttachmentKind.CONTACT),
    "anonymous_send_text": (M, "xin hỏi thủ tục", None),
    "user_send_group_text": (M, "hỗ trợ giúp bà Hai", None),
    "follow": (InboundKind.STARTED, "", None),
    "user_click_chatnow": (InboundKind.STARTED, "", None),
    "unfollow": (InboundKind.STOPPED, "", None),
    "user_withdraw": (InboundKind.WITHDRAWN, "", None),
    "oa_send_text": (InboundKind.PERSON_ANSWERED, "Chào anh/chị", None),
    "oa_send_list": OF_NO_CONCERN,
    "user_submit_info": OF_NO_CONCERN,
    "user_received_message": OF_NO_CONCERN,
    "user_seen_message": OF_NO_CONCERN,
    "user_reacted_message": OF_NO_CONCERN,
    "add_user_to_tag": OF_NO_CONCERN,
    "unknown_future_event": OF_NO_CONCERN,
}
ZALO_BOT: dict[str, Any] = {
    "text": (M, "Xin chào", None),
    "webhook_bare": (M, "Xin chào", None),
    "group_text": (M, "hỗ trợ", None),
    "image": (M, "", PHOTO),
    "sticker": (M, "", AttachmentKind.STICKER),
    "voice": (M, "", AttachmentKind.VOICE),
    "unsupported": (InboundKind.UNKNOWN, "", None),
    "poll_timeout": OF_NO_CONCERN,
    "send_ok": OF_NO_CONCERN,
    "get_me": OF_NO_CONCERN,
    "webhook_set_ok": OF_NO_CONCERN,
}
TELEGRAM: dict[str, Any] = {
    "start": (InboundKind.STARTED, "", None),
    "start_deeplink": (InboundKind.STARTED, "", None),
    "text": (M, "quen mk vneid lam sao z", None),
    "callback": (M, "", None),
    "callback_old_message": (M, "", None),
    "topic_message": (M, "Bác ra UBND xã gặp em nhé", None),
    "topic_created": OF_NO_CONCERN,
    "bot_blocked": (InboundKind.STOPPED, "", None),
    "group_to_supergroup": OF_NO_CONCERN,
}


def sample(path: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SAMPLES / f"{path}.json").read_text())
    return read


def gist(inbound: Inbound | None) -> Any:
    """What the tables above say of a message."""
    if inbound is None:
        return OF_NO_CONCERN
    kinds = [attachment.kind for attachment in inbound.attachments]
    return (inbound.kind, inbound.text, kinds[0] if kinds else None)


def test_no_sample_is_forgotten() -> None:
    def names(folder: str) -> set[str]:
        return {path.stem for path in (SAMPLES / folder).glob("*.json")}

    assert names("zalo_oa_events") == set(ZALO_OA)
    assert names("zalo_bot") == set(ZALO_BOT)
    assert {name for name in names("telegram") if not name.startswith("error_")} == set(TELEGRAM)


@pytest.mark.parametrize("name", sorted(ZALO_OA))
def test_events_of_an_official_account(name: str) -> None:
    assert gist(from_zalo_oa(sample(f"zalo_oa_events/{name}"))) == ZALO_OA[name]


@pytest.mark.parametrize("name", sorted(ZALO_BOT))
def test_updates_of_a_zalo_bot(name: str) -> None:
    assert gist(from_zalo_bot(sample(f"zalo_bot/{name}"))) == ZALO_BOT[name]


@pytest.mark.parametrize("name", sorted(TELEGRAM))
def test_updates_of_telegram(name: str) -> None:
    update = telegram.Update.de_json(sample(f"telegram/{name}"), None)
    assert gist(from_telegram(update, Identity(7000000001, "dvc_bot"))) == TELEGRAM[name]


@pytest.mark.parametrize("name", sorted(TELEGRAM))
def test_the_short_way_of_reading_says_the_same_or_nothing(name: str) -> None:
    raw = sample(f"telegram/{name}")
    short = plain_words(raw)
    assert (short is not None) is (name == "text")
    if short is not None:
        assert short == from_telegram(telegram.Update.de_json(raw, None), Identity(7000000001, "dvc_bot"))


@pytest.mark.parametrize(
    "change",
    [
        {"text": "/start"},
        {"text": ""},
        {"text": None},
        {"chat": {"id": -5, "type": "group", "title": "Tổ"}},
        {"chat": {"id": "x", "type": "private"}},
        {"from": {"id": 1, "is_bot": True, "first_name": "b"}},
        {"from": None},
        {"message_id": "9"},
        {"date": None},
    ],
)
def test_the_short_way_leaves_everything_else_to_the_library(change: dict[str, Any]) -> None:
    raw = sample("telegram/text")
    raw["message"].update(change)
    assert plain_words(raw) is None
    assert plain_words({**sample("telegram/text"), "edited_message": {}}) is None
    assert plain_words([raw]) is None


def test_details_of_samples() -> None:
    file = from_zalo_oa(sample("zalo_oa_events/user_send_file"))
    assert file is not None
    assert (file.attachments[0].name, file.attachments[0].size) == ("developer.docx", 233947)
    spot = from_zalo_oa(sample("zalo_oa_events/user_send_location"))
    assert spot is not None
    assert (spot.attachments[0].latitude, spot.attachments[0].longitude) == (10.7642473, 106.6564314)
    link = telegram.Update.de_json(sample("telegram/start_deeplink"), None)
    started = from_telegram(link, Identity(1))
    assert started is not None
    assert started.start_with == "p_khai-sinh"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]))
def test_signatures(vector: dict[str, str]) -> None:
    body, secret = vector["raw_body"].encode(), vector["oa_secret_key"]
    assert signature(vector["app_id"], body, vector["timestamp"], secret) == vector["header"].removeprefix("mac=")
    assert genuine(body, vector["header"], ("other", secret)) == json.loads(body)
    assert genuine(body, vector["header"].replace("mac=", "mac = ").upper().replace("MAC", "mac"), (secret,))
    assert genuine(body + b" ", vector["header"], (secret,)) is None
    assert genuine(body, vector["header"], ("other", "")) is None
    assert genuine(body, "", (secret,)) is None
    assert genuine(body, "mac=", (secret,)) is None


def test_a_signature_made_without_a_secret_opens_nothing() -> None:
    """Where the operator has not yet set the key, everybody could sign with an empty one."""
    body = b'{"app_id":"1","timestamp":"2"}'
    assert genuine(body, f"mac={signature('1', body, '2', '')}", ("", "")) is None


def test_every_error_sample_of_zalo_is_in_the_table() -> None:
    for path in (SAMPLES / "zalo_oa_api").glob("error_*.json"):
        answer = json.loads(path.read_text())
        assert answer["error"] in ERRORS, path.name
    assert ZaloError(-216, "Access token is invalid").meaning.action is Action.REFRESH
    assert all(meaning.advice for meaning in ERRORS.values() if meaning.action is Action.ALARM)


def test_error_samples_of_telegram() -> None:
    blocked, slow = sample("telegram/error_403_blocked"), sample("telegram/error_429")
    assert telegram_error(telegram.error.Forbidden(blocked["description"])).permanent
    assert telegram_error(telegram.error.RetryAfter(slow["parameters"]["retry_after"])).retry_after == 3
