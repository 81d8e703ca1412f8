"""Editors are told what is wrong, where and how to mend it; the good part still loads."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.guides import ContentProblem
from storage.content.catalog import load_catalog
from storage.content.check import check_content
from storage.content.figures import loose_hotlines
from storage.content.template import guide_template

TODAY = date(2026, 11, 24)
GUIDE = "guides/can-cuoc-cu-tru/dang-ky-tam-tru.yaml"
Damage = Callable[[str], str]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("shared-facts.yaml", "sections.yaml", "checks.yaml", "notices.yaml", GUIDE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path("content") / name, tmp_path / name)
    return tmp_path


def damaged(content: Path, damage: Damage, as_of: date = TODAY) -> list[ContentProblem]:
    path = content / GUIDE
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    return check_content(content, as_of)[1]


@pytest.mark.parametrize(
    ("damage", "field", "said"),
    [
        (lambda text: text.replace("who: >-", "wo: >-"), "wo", "không có mục nào tên như vậy"),
        (lambda text: text.replace("review_by: 2026-12-31\n", ""), "review_by", "thiếu mục bắt buộc"),
        (lambda text: text.replace("checked_on: 2026-11-21", "checked_on: hôm qua", 1), "fee.1.checked_on", "ngày"),
        (lambda text: text.replace("- ref: mien-le-phi-cong-dan-so", "- ref: khong-co"), "fee.0.ref", "khong-co"),
        (lambda text: text.replace("next: mo-vneid", "next: mo-zalo", 1), "steps.1.next", "mo-zalo"),
        (lambda text: text.replace("next: mo-vneid", "next: end", 1), "steps.1.id", "mới có 2 bước"),
        (lambda text: text.replace("Mở VNeID, bấm", "Ra UBND huyện, bấm"), "steps.5.text", "UBND huyện"),
        (lambda text: text.replace("Mở VNeID, bấm", "Hoà nhã, bấm"), "steps.5.text", "Hoà"),
        (lambda text: text.replace("Mở VNeID, bấm", "Click, bấm"), "steps.5.text", "click"),
        (lambda text: text.replace("Mở VNeID, bấm", "Mở VNeid, bấm"), "steps.5.text", "VNeid"),
        (lambda text: text.replace("Mở VNeID, bấm", "Mở https://dichvucong.gov.vn.evil.com"), "steps.5.text", "evil"),
        (lambda text: text.replace("Mở VNeID, bấm", "Mở VNeI\u0301D, bấm"), "steps.5.text", "tổ hợp"),
        (lambda text: text.replace("related: [", "related: [khong-co-that, "), "related.0", "khong-co-that"),
        (lambda text: text.replace("depends_on: [vneid", "depends_on: [thoi-tiet"), "depends_on.0", "thoi-tiet"),
        (lambda text: text.replace("- id: giay-thue", "- id: giay-khac"), "steps.0.choices.0", "giay-thue"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_field(content: Path, damage: Damage, field: str, said: str) -> None:
    problems = [problem for problem in damaged(content, damage) if problem.field == field]
    assert problems, field
    assert said in problems[0].message
    assert problems[0].file == GUIDE
    assert problems[0].line > 1 or "thiếu" in problems[0].message


def test_a_file_that_is_no_yaml_names_the_line(content: Path) -> None:
    problems = damaged(content, lambda text: text.replace('title:\n  vi: "Đăng', 'title:\n  vi: "Đăng" "'))
    assert problems[0].file == GUIDE
    assert problems[0].line == 3
    assert problems[0].fatal


@pytest.mark.parametrize(
    ("damage", "field", "said"),
    [
        (lambda text: text.replace('"Đợi 3 ngày làm việc.', '"Đợi 4 ngày làm việc.'), "steps.11.text", '"4 ngày"'),
        (lambda text: text.replace('"Đợi 3 ngày làm việc.', '"Trả 9.000 đồng.'), "steps.11.text", '"9000 đồng"'),
        (lambda text: text.replace('"Đợi 3 ngày làm việc.', '"Gọi 1900 1234.'), "steps.11.text", "1900 1234"),
    ],
)
def test_a_figure_no_fact_answers_for_is_named(content: Path, damage: Damage, field: str, said: str) -> None:
    assert [problem.field for problem in damaged(content, damage) if said in problem.message] == [field]


@pytest.mark.parametrize(
    "sentence",
    [
        "Trả 7.000 đồng.",
        "Có thể bị phạt 500.000 đồng (Nghị định 282/2025/NĐ-CP).",
        "Nộp trước 31/10/2026.",
        "Dưới 18 tuổi.",
    ],
)
def test_figures_that_have_their_source_are_left_alone(content: Path, sentence: str) -> None:
    problems = damaged(content, lambda text: text.replace('"Đợi 3 ngày làm việc.', f'"{sentence}'))
    assert not [problem for problem in problems if problem.field == "steps.11.text"]


def test_a_number_to_call_is_listed_and_doubted_where_the_directory_doubts_it() -> None:
    hotlines = {"1900 9068": True, "1900 0368": False}
    sentences = ["Gọi 1900 9068.", "Gọi 1900 0368.", "Gọi 1900 0368 (số có thể đã đổi).", "Gọi 1900 1234."]
    found = loose_hotlines([(("steps", index), text) for index, text in enumerate(sentences)], hotlines)
    assert [finding.path[1] for finding in found] == [1, 3]


def test_a_question_that_stands_twice_is_named(content: Path) -> None:
    problems = damaged(content, lambda text: text.replace("questions:\n", 'questions:\n  - "dang ky tam tru"\n', 1))
    assert [problem.fix for problem in problems if "đã có ở dang-ky-tam-tru, câu 1" in problem.message] == [
        "thay bằng cách nói khác"
    ]


def test_a_step_grows_stale_with_the_fact_it_repeats(content: Path) -> None:
    def last_day(text: str) -> str:
        return text.replace('value: "3 ngày làm việc"', 'valid_to: 2026-12-31\n    value: "3 ngày làm việc"')

    told = [problem.field for problem in damaged(content, last_day, date(2027, 1, 1)) if '"3 ngày"' in problem.message]
    assert told == ["steps.11.text"]


def test_the_good_part_still_loads(content: Path) -> None:
    (content / "guides/can-cuoc-cu-tru/hong.yaml").write_text("id: hong\n", encoding="utf-8")
    catalog, problems = load_catalog(content)
    assert "dang-ky-tam-tru" in catalog.guides
    assert {problem.file for problem in problems} == {"guides/can-cuoc-cu-tru/hong.yaml"}


def test_what_will_be_stale_is_told_as_of_a_day(content: Path) -> None:
    later = damaged(content, lambda text: text, date(2027, 3, 1))
    stale = {problem.field for problem in later if "2027" in problem.message or "2026" in problem.message}
    assert {"review_by", "fee.0"} <= stale
    assert "fee.0" not in {
        problem.field for problem in damaged(content, lambda text: text) if "hiệu lực" in problem.message
    }


def test_a_guide_whose_only_fee_ran_out_is_an_error(content: Path) -> None:
    def only_the_waiver(text: str) -> str:
        start, end = text.index("  - amount: 7000"), text.index("time:\n")
        return text[:start] + text[end:]

    problems = damaged(content, only_the_waiver, date(2027, 3, 1))
    assert [problem.fatal for problem in problems if problem.field == "fee"] == [True]


def test_the_error_clinic_is_held_to_the_same_wording(content: Path) -> None:
    entry = """errors:
  - id: loi-thu
    system: vneid
    messages: ["VNEID: lỗi 500, bấm link"]
    cause: "Máy chủ của VNEID đang hỏng."
    action: "Ra UBND huyện hỏi."
    guide: dang-ky-tam-tru
    source: "Kinh nghiệm chung"
    checked_on: 2026-11-21
"""
    (content / "errors").mkdir()
    (content / "errors" / "khac.yaml").write_text(entry, encoding="utf-8")
    said = [(problem.field, problem.line) for problem in check_content(content, TODAY)[1] if "errors/" in problem.file]
    assert said[0] == ("errors.0.action", 6)
    assert ("errors.0.cause", 5) in said
    assert all(not field.startswith("errors.0.messages") for field, _ in said)


def test_a_guide_just_begun_waits_until_it_is_filled(content: Path) -> None:
    begun = content / "guides/can-cuoc-cu-tru/xin-so-nha.yaml"
    begun.write_text(guide_template("xin-so-nha", "Xin số nhà", TODAY), encoding="utf-8")
    catalog, problems = check_content(content, TODAY)
    assert "xin-so-nha" not in catalog.guides
    assert [
        (problem.fatal, "chưa điền" in problem.message) for problem in problems if "xin-so-nha" in problem.file
    ] == [(False, True)]
    begun.write_text(begun.read_text(encoding="utf-8").replace("(điền:", "("), encoding="utf-8")
    assert "xin-so-nha" in check_content(content, TODAY)[0].guides


def test_a_day_that_no_calendar_has_is_named_by_line_and_field(content: Path) -> None:
    guide = next(content.glob("guides/*/dang-ky-tam-tru.yaml"))
    text = guide.read_text(encoding="utf-8")
    guide.write_text(re.sub(r"review_by: \S+", "review_by: 2027-02-30", text), encoding="utf-8")
    catalog, problems = check_content(content, TODAY)
    [found] = [problem for problem in problems if problem.field == "review_by"]
    assert (found.fatal, found.line) == (True, text[: text.index("review_by:")].count("\n") + 1)
    assert "ngày phải viết kiểu 2026-11-24" in found.message
    assert "dang-ky-tam-tru" not in catalog.guides


def test_a_key_that_stands_twice_is_named_not_dropped(content: Path) -> None:
    problems = damaged(content, lambda text: f"{text}owner: Người khác\n")
    [found] = [problem for problem in problems if "hai lần" in problem.message]
    assert found.message == "tệp không đọc được: mục owner viết hai lần"
    assert found.line == (content / GUIDE).read_text(encoding="utf-8").count("\n")


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_a_file_in_another_encoding_is_named_and_the_others_load(content: Path, encoding: str) -> None:
    guide = content / GUIDE
    other = guide.with_name("khac.yaml")
    other.write_bytes("id: khac\ntitle: {vi: Thử đấy}\n".encode(encoding, errors="replace"))
    guide.with_name("thu-muc.yaml").mkdir()
    catalog, problems = check_content(content, TODAY)
    [found] = [problem for problem in problems if problem.file.endswith("khac.yaml")]
    assert (found.message, found.fatal) == ("tệp không viết bằng bảng mã UTF-8", True)
    assert found.line == (1 if encoding == "utf-16" else 2)
    assert "dang-ky-tam-tru" in catalog.guides


@pytest.mark.parametrize("text", ["a: " + "9" * 5_000, "[" * 20_000], ids=["a number without end", "lists in lists"])
def test_what_nobody_should_write_is_a_problem_and_no_crash(content: Path, text: str) -> None:
    (content / "notices.yaml").write_text(text, encoding="utf-8")
    assert [problem.fatal for problem in check_content(content, TODAY)[1] if problem.file == "notices.yaml"] == [True]
