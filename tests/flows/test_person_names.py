"""Names of persons leave a text that others will read; streets, towns and ordinary words stay."""

import pytest

from flows.person_names import for_others, without_names


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("tôi tên là Nguyễn Văn Tám ở thôn 2", "tôi tên là [tên người] ở thôn 2"),
        ("toi ten la nguyen van tam o thon 2", "toi ten la [tên người] o thon 2"),
        ("le thi thu ha sinh nam 1950 bi sai ten", "[tên người] sinh nam 1950 bi sai ten"),
        ("Bác Tám mang thẻ căn cước ra xã", "Bác [tên người] mang thẻ căn cước ra xã"),
        ("hồ sơ của bà Lê Thị Thu Hà số 12", "hồ sơ của bà [tên người] số 12"),
        ("con tôi tên Bảo An, 0912345678", "con tôi tên [tên người], [số điện thoại]"),
        ("khai sinh cho con của Trần Minh Đức", "khai sinh cho con của [tên người]"),
        ("tôi sinh ngày 5 tháng 11 năm 1960", "tôi sinh ngày [ngày sinh]"),
        ("con sinh 12/03/2024", "con sinh [ngày sinh]"),
        ("nhà số 123 ngõ 45, tổ 6, xã Vĩnh Hải", "nhà số [địa chỉ], xã Vĩnh Hải"),
        ("địa chỉ 12/3/4 Lê Lợi", "địa chỉ [địa chỉ] Lê Lợi"),
        ("thường trú 15A Trần Phú", "thường trú [địa chỉ] Trần Phú"),
        ("xe biển 79-H1 2345 bị phạt", "xe biển [biển số xe] bị phạt"),
        ("79A-123.45 bị phạt nguội", "[biển số xe] bị phạt nguội"),
        ("gặp anh Hùng và chị Lan", "gặp anh [tên người] và chị [tên người]"),
        ("tôi là Hà Tiến Dũng, bà Thái Hòa giới thiệu", "tôi là [tên người], bà [tên người] giới thiệu"),
        ("năm 2026 Nguyễn Văn An nộp hồ sơ số 15", "năm 2026 [tên người] nộp hồ sơ số 15"),
        ("hồ sơ số 15 Trần Thị Bưởi", "hồ sơ số 15 [tên người]"),
    ],
)
def test_names_go(text: str, left: str) -> None:
    assert for_others(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "đường Nguyễn Trãi, thành phố Hồ Chí Minh",
        "Bà Rịa - Vũng Tàu",
        "Hồ sơ đất đai nộp ở đâu",
        "Hồ Sơ Của Tôi",
        "TÔI CẦN LÀM GÌ",
        "Bác vui lòng chờ",
        "Mai tôi ra xã được không",
        "Lê phí bao nhiêu",
        "cháu muốn hỏi lệ phí",
        "ở Hà Nội, Hà Giang, Lâm Đồng làm được không",
        "trường THPT Nguyễn Văn Trỗi",
        "trụ sở số 1 Ngô Quyền",
        "hạn 15/11/2026, nộp tại 3 xã, nhà 2 tầng, 24k 99999",
        "",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert without_names(text) == for_others(text) == text


def test_what_is_masked_once_is_not_masked_again() -> None:
    once = for_others("Anh Hùng, số 0912345678, tên là nguyễn văn hùng")
    assert for_others(once) == once
