"""Verdicts on links, numbers and stories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.scam_links import links_in, skeleton
from flows.scams import Reason, Verdict, check
from tests.fakes.content import simple_content

SHIELD = simple_content().scams


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("https://dichvucong.gov.vn/abc", Verdict.OFFICIAL, Reason.LISTED),
        ("dichvucong.gov.vn", Verdict.OFFICIAL, Reason.LISTED),
        ("http://www.vneid.gov.vn.", Verdict.OFFICIAL, Reason.LISTED),
        ("xem congan.khanhhoa.gov.vn nhé", Verdict.OFFICIAL, Reason.STATE_ENDING),
        ("csgt.vn", Verdict.OFFICIAL, Reason.LISTED),
        ("dichvucong-gov.vn", Verdict.DANGER, Reason.LOOK_ALIKE),
        ("dichvucong.gov-vn.com", Verdict.DANGER, Reason.LOOK_ALIKE),
        ("vneid.gov.vn.capnhat.xyz", Verdict.DANGER, Reason.LOOK_ALIKE),
        ("vn-eid.net", Verdict.DANGER, Reason.LOOK_ALIKE),
        ("vne1d.com", Verdict.DANGER, Reason.LOOK_ALIKE),
        ("dichvucog.com", Verdict.DANGER, Reason.LOOK_ALIKE),
        ("dichvucong[.]online", Verdict.DANGER, Reason.LOOK_ALIKE),
        ("hxxp://bocongan-dinhdanh.top/login", Verdict.DANGER, Reason.LOOK_ALIKE),
        ("https://dichvucông.com", Verdict.DANGER, Reason.LOOK_ALIKE),
        ("http://vnеid.com", Verdict.DANGER, Reason.ODD_LETTERS),
        ("https://dichvucong.gov.vn@evil.com/x", Verdict.DANGER, Reason.DISGUISED),
        ("dichvucong.gov.vn@evil.com", Verdict.DANGER, Reason.DISGUISED),
        ("http://103.27.60.11/vneid", Verdict.DANGER, Reason.BARE_ADDRESS),
        ("tải VNeID.apk về", Verdict.DANGER, Reason.APP_FILE),
        ("https://tai.app/vneid.apk?x=1", Verdict.DANGER, Reason.APP_FILE),
        ("bit.ly/3abc", Verdict.UNKNOWN, Reason.SHORTENED),
        ("hosonhanh.com", Verdict.UNKNOWN, Reason.NOT_LISTED),
        ("https://zalo.me/g/abc", Verdict.UNKNOWN, Reason.NOT_LISTED),
        ("gov.vn.com", Verdict.DANGER, Reason.LOOK_ALIKE),
        ("số +44 7911 123456 có phải lừa đảo", Verdict.DANGER, Reason.FOREIGN_PHONE),
        ("số 0888123456 xưng là công an", Verdict.UNKNOWN, Reason.PRIVATE_PHONE),
        ("số 1900 9068 có phải thật không", Verdict.OFFICIAL, Reason.HOTLINE),
    ],
)
def test_one_thing_one_verdict(text: str, verdict: Verdict, reason: Reason) -> None:
    found = check(text, SHIELD)
    assert found.verdict is verdict
    assert reason in {finding.reason for finding in found.findings}


@pytest.mark.parametrize(
    "text",
    [
        "1.004194",
        "v.v",
        "tp.hcm",
        "15.000 đồng",
        "a@gmail.com",
        "hệ thống.Toi vào",
        "TT.BTC",
        "gọi 0912345678",
        "xong.me ơi",
    ],
)
def test_what_is_no_link_is_not_judged(text: str) -> None:
    assert check(text, SHIELD).findings == ()


def test_every_story_has_its_own_words_in_two_languages() -> None:
    assert len(SHIELD.stories) >= 10
    assert all(story.name.en and story.why.en and story.action.en for story in SHIELD.stories)
    assert len(SHIELD.first_actions) == 5
    assert SHIELD.checked_on is not None


def test_the_guides_the_shield_points_to_exist() -> None:
    guides = simple_content().guides
    assert SHIELD.guide_after in guides
    assert SHIELD.guide_before in guides


def test_the_gravest_verdict_wins() -> None:
    assert check("dichvucong.gov.vn hay dichvucong-gov.vn", SHIELD).verdict is Verdict.DANGER
    assert check("dichvucong.gov.vn hay hosonhanh.com", SHIELD).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "text", ["bị lừa mất tiền", "lỡ đưa OTP", "lo cai app", "tôi lỡ bấm vào link", "I was scammed"]
)
def test_it_has_happened(text: str) -> None:
    assert check(text, SHIELD).already


@pytest.mark.parametrize("text", ["làm sao để không bị lừa", "tránh bị lừa", "sợ bị lừa quá", "lam sao khong bi hack"])
def test_it_has_not_happened(text: str) -> None:
    assert not check(text, SHIELD).already


def test_marks_tell_a_strange_app_from_an_app_that_is() -> None:
    assert not check("làm sao biết app là thật trước khi cài", SHIELD).stories
    assert check("họ bảo cài app lạ", SHIELD).stories


def test_look_alikes_share_a_skeleton() -> None:
    assert skeleton("vne1d") == skeleton("vneid") == skeleton("vnеіd")
    assert skeleton("bocongan") == skeleton("b0c0ngan")


@given(st.text(max_size=300))
def test_nothing_is_called_official_but_the_listed(text: str) -> None:
    for finding in check(text, SHIELD).findings:
        if finding.verdict is Verdict.OFFICIAL and finding.reason is not Reason.HOTLINE:
            assert finding.shown.endswith((".gov.vn", *(entry.domain for entry in SHIELD.official)))


@given(st.text(alphabet="dichvuonge.-@/:vnxcom0 ", max_size=60))
def test_any_address_is_taken_apart(text: str) -> None:
    for link in links_in(text):
        assert link.shown == link.shown.strip()
