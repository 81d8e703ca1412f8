"""What is masked, and what must stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.privacy import MARKS, PersonalData, mask, without_marks
from flows.words import clean

P = PersonalData


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        ("căn cước 079201001234", "căn cước [số định danh]", P.IDENTITY),
        ("079 201 001 234 là của tôi", "[số định danh] là của tôi", P.IDENTITY),
        ("CCCD: 079.201.001.234", "CCCD: [số định danh]", P.IDENTITY),
        ("can cuoc 0 7 9 2 0 1 0 0 1 2 3 4", "can cuoc [số định danh]", P.IDENTITY),
        ("số em 079 2010 01234", "số em [số định danh]", P.IDENTITY),
        ("không bảy chín hai không một không không một hai ba bốn", "[số định danh]", P.IDENTITY),
        ("gọi không chín một hai ba bốn năm sáu bảy tám", "gọi [số điện thoại]", P.PHONE),
        ("mã số thuế 0312345678", "mã số thuế [mã số thuế]", P.TAX),
        ("mst 0312345678-001", "mst [mã số thuế]", P.TAX),
        ("hộ chiếu số C1234567 hết hạn", "hộ chiếu số [số hộ chiếu] hết hạn", P.PASSPORT),
        ("cmnd 264512378", "cmnd [số định danh]", P.IDENTITY),
        ("số tôi 264512378 nha", "số tôi [số định danh] nha", P.IDENTITY),
        ("gọi 0912345678", "gọi [số điện thoại]", P.PHONE),
        ("gọi 0912 345 678 nhé", "gọi [số điện thoại] nhé", P.PHONE),
        ("gọi 09.1234.5678", "gọi [số điện thoại]", P.PHONE),
        ("gọi +84 912 345 678", "gọi [số điện thoại]", P.PHONE),
        ("gọi 84912345678", "gọi [số điện thoại]", P.PHONE),
        ("máy bàn 0258 3822 113", "máy bàn [số điện thoại]", P.PHONE),
        ("mã otp là 482913", "mã otp là [mã OTP]", P.OTP),
        ("OTP: 482913", "OTP: [mã OTP]", P.OTP),
        ("ma xac thuc cua toi la 1234", "ma xac thuc cua toi la [mã OTP]", P.OTP),
        ("482913 là mã otp", "[mã OTP] là mã otp", P.OTP),
        ("482913", "[mã OTP]", P.OTP),
        ("482 913", "[mã OTP]", P.OTP),
        ("otp 834 221", "otp [mã OTP]", P.OTP),
        ("họ bảo đọc mã 553201 cho họ", "họ bảo đọc mã [mã OTP] cho họ", P.OTP),
        ("mã 553201 có nên đọc không", "mã [mã OTP] có nên đọc không", P.OTP),
        ("gọi (0912) 345 678", "gọi [số điện thoại]", P.PHONE),
        ("gọi +84(0)912345678", "gọi [số điện thoại]", P.PHONE),
        ("gọi o912 345 678", "gọi [số điện thoại]", P.PHONE),
        ("thư tam1960 a còng gmail chấm com", "thư [thư điện tử]", P.EMAIL),
        ("thư tam1960 @ yahoo . com . vn", "thư [thư điện tử]", P.EMAIL),
        ("mật khẩu: Hoa@1960", "mật khẩu: [mật khẩu]", P.PASSWORD),
        ("mật khẩu vneid của tôi là hoahong", "mật khẩu vneid của tôi là [mật khẩu]", P.PASSWORD),
        ("mk abc12345 không vào được", "mk [mật khẩu] không vào được", P.PASSWORD),
        ("passcode 123456", "passcode [mật khẩu]", P.PASSWORD),
        ("password is Secret99", "password is [mật khẩu]", P.PASSWORD),
        ("thư tôi nguyen.van.a@gmail.com", "thư tôi [thư điện tử]", P.EMAIL),
        ("stk 0123456789", "stk [số tài khoản]", P.ACCOUNT),
        ("số tài khoản của tôi 1903 4567 8901 2", "số tài khoản của tôi [số tài khoản]", P.ACCOUNT),
        ("thẻ 9704 3612 3456 7890", "thẻ [số thẻ]", P.CARD),
        ("thẻ 9704361234567890123", "thẻ [số thẻ]", P.CARD),
        ("mã số BHXH 7912345678", "mã số BHXH [số bảo hiểm]", P.INSURANCE),
        ("thẻ BHYT DN4790123456789", "thẻ BHYT [số bảo hiểm]", P.INSURANCE),
    ],
)
def test_personal_data_is_masked(text: str, masked: str, kind: PersonalData) -> None:
    found = mask(text)
    assert found.text == masked
    assert found.kinds == (kind,)


@pytest.mark.parametrize(
    "text",
    [
        "thủ tục 1.004194 mất bao lâu",
        "tôi hỏi hai ba bốn năm lần rồi không ai trả lời",
        "phí 15.000 20.000 30 tùy loại",
        "từ 01 01 2026 đến 31 12 2026",
        "hộ chiếu phổ thông 2 cái",
        "lệ phí 15000 đồng hay 15.000 đồng",
        "vay 150000000 đồng",
        "vay 150.000.000 đồng, lãi 6,6%",
        "tiền 264512378đ",
        "Nghị định 154/2024/NĐ-CP, Luật 68/2020/QH14, Thông tư 75/2022/TT-BTC",
        "sinh ngày 12/05/1960, năm 2026",
        "mã hồ sơ H40.12-241126-0012",
        "mã hồ sơ 000.00.16.H40-230815-0012",
        "mã hồ sơ 241124001234",
        "số biên nhận của tôi: 123456789",
        "hồ sơ G22.99.12-261120-0007 tới đâu rồi",
        "mã ca HT4N9B",
        "gọi 113, 114, 115, 111, 1022, 18001096, 1900 0368",
        "không nhận được otp từ năm 2025",
        "mã otp gửi về lúc 8 giờ",
        "quên mật khẩu vneid",
        "mật khẩu là gì",
        "mật khẩu là phải có chữ hoa",
        "mật khẩu gồm 8 ký tự",
        "tài khoản định danh mức 2",
        "tài khoản của tôi có 5.000.000 đồng",
        "nhà số 123, tổ 45, phường 12",
        "từ 01/7/2025 đến 28/02/2027",
        "3.000228 và 2.000815",
        "biển số 79A-123.45",
        "mã 553201 của hồ sơ",
        "so at nha, hoi o thon 2",
    ],
)
def test_what_people_need_back_stays(text: str) -> None:
    assert mask(text).text == text


def test_letters_and_marks_written_apart_hide_nothing() -> None:
    apart = unicodedata.normalize("NFD", "điện thoại của tôi 0912345678, mật khẩu là hoahồng123")
    assert mask(apart).text == "điện thoại của tôi [số điện thoại], mật khẩu là [mật khẩu]"


def test_several_kinds_are_told_in_order() -> None:
    found = mask("tôi 0912345678, cccd 079201001234, otp 482913")
    assert found.kinds == (P.PHONE, P.IDENTITY, P.OTP)
    assert found.text == "tôi [số điện thoại], cccd [số định danh], otp [mã OTP]"


def test_digits_of_other_scripts_are_digits() -> None:
    assert mask(clean("căn cước ０７９２０１００１２３４")).kinds == (P.IDENTITY,)
    assert mask(clean("số 0\u200b912345678")).kinds == (P.PHONE,)


def test_marks_are_not_read_as_part_of_a_question() -> None:
    assert without_marks("lệ phí tạm trú [số điện thoại]") == "lệ phí tạm trú"


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


@given(st.integers(0, 10**9 - 1).map(lambda number: f"0{number:09d}"), st.text(alphabet="abc đăng ký", max_size=10))
def test_no_mobile_number_survives(number: str, around: str) -> None:
    number = number[0] + "3579"[int(number[1]) % 4] + number[2:]
    text = mask(f"{around} {number} {around}").text
    assert number not in text


@given(st.integers(0, 10**11 - 1).map(lambda number: f"0{number:011d}"))
def test_no_identity_number_survives(number: str) -> None:
    assert number not in mask(f"số {number}").text


def test_marks_are_composed_vietnamese() -> None:
    assert all(unicodedata.is_normalized("NFC", text) for text in MARKS.values())
