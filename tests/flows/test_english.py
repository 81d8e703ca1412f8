"""Questions in English reach the same guides, and Vietnamese is never taken for English."""

import pytest

from flows.catalog import Catalog
from flows.dialogue.english import is_english, read_english
from flows.outcomes import Outcome
from tests.fakes.content import true_content

QUESTIONS = {
    "I lost my ID card": "cap-lai-can-cuoc",
    "how much does a passport cost": "cap-ho-chieu",
    "how can I renew my driving licence": "doi-giay-phep-lai-xe",
    "where do I pay land tax": "thue-dat",
    "someone called me pretending to be the police": "nhan-dien-lua-dao",
    "my VNeID account is locked": "quen-mat-khau-vneid",
    "health insurance for my family": "bhyt-ho-gia-dinh",
    "unemployment benefit": "tro-cap-that-nghiep",
    "divorce": "ly-hon",
    "how do I track my application": "tra-cuu-ho-so",
    "can I marry a foreigner here": "ket-hon-nuoc-ngoai",
    "transfer my motorbike to another owner": "sang-ten-xe",
    "criminal record certificate": "ly-lich-tu-phap",
    "my baby was born last week": "dang-ky-khai-sinh",
    "extend my visa": "thi-thuc-nguoi-nuoc-ngoai",
    "permit to build a house": "giay-phep-xay-dung",
    "my father died yesterday": "dang-ky-khai-tu",
    "enroll my daughter in grade 1": "tuyen-sinh-dau-cap",
}


@pytest.fixture(scope="module")
def content() -> Catalog:
    return true_content()


@pytest.mark.parametrize(("question", "guide"), QUESTIONS.items())
def test_an_english_question_is_answered_or_offers_the_guide(content: Catalog, question: str, guide: str) -> None:
    assert is_english(question, content.guides)
    reading = read_english(question, content.guides, None)
    found = [match.guide_id for match in reading.matches]
    assert guide in (found[:1] if reading.outcome is Outcome.ANSWERED else reading.offered)


@pytest.mark.parametrize("question", ["what is the weather today", "write me a nice poem about spring flowers"])
def test_what_no_guide_tells_of_gets_none(content: Catalog, question: str) -> None:
    assert read_english(question, content.guides, None).outcome is Outcome.NO_MATCH


@pytest.mark.parametrize(
    "text",
    ["dang ky tam tru o dau", "to do can lam gi", "hotline vneid", "link app dich vu cong", "passport", "cap ho chieu"],
)
def test_vietnamese_without_marks_is_no_english(content: Catalog, text: str) -> None:
    assert not is_english(text, content.guides)
