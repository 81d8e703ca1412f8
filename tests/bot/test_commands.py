"""The command line refuses what it cannot use with one sentence and code 2, and survives bad lines."""

import io
import json
import shutil
import socket
import sys
from pathlib import Path

import pytest

from bot.cli import main


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAMTAY_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def ended_with(command: str, monkeypatch: pytest.MonkeyPatch, lines: str = "") -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["camtay", *command.split()])
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


def the_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    (line,) = capsys.readouterr().err.strip().splitlines()
    return line


def test_a_broken_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CAMTAY_PORT", "tám")
    assert ended_with("run", monkeypatch) == 2
    assert the_sentence(capsys) == "Cài đặt CAMTAY_PORT không đúng (đang là 'tám'): phải là số nguyên."


def test_a_data_directory_that_takes_no_files_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file stands in the way: permissions would not stop root."""
    (tmp_path / "a-file").write_text("")
    monkeypatch.setenv("CAMTAY_DATA_DIR", str(tmp_path / "a-file" / "data"))
    assert ended_with("run", monkeypatch) == 2
    assert the_sentence(capsys).startswith("Không ghi được vào thư mục dữ liệu")


def test_a_taken_port_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("CAMTAY_HOST", "127.0.0.1")
        monkeypatch.setenv("CAMTAY_PORT", str(port))
        assert ended_with("run", monkeypatch) == 2
    assert f"Cổng 127.0.0.1:{port} đang có chương trình khác dùng" in the_sentence(capsys)


@pytest.mark.parametrize(
    ("words", "said"),
    [("khong-co xin-so-nha", "Không có lĩnh vực khong-co"), ("ho-tich Xin_số", "không dấu, số và gạch nối")],
)
def test_a_guide_begins_in_a_field_there_is_under_a_name_that_can_stay(
    words: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy("content/sections.yaml", tmp_path)
    assert ended_with(f"new-guide {words} Tên --content {tmp_path}", monkeypatch) == 2
    assert said in the_sentence(capsys)
    assert not (tmp_path / "guides").exists()


def test_bad_lines_spoil_no_good_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    bad = ["not json", "[1]", '{"text":"a"}', '{"chat":"c1"}', "", '{"chat":"c1","text":"chào","at":"x"}']
    lines = "\n".join([*bad, '{"chat":"c1","text":"chào"}'])
    assert ended_with("chat", monkeypatch, lines) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer.get("line") for answer in answers] == [1, 2, 3, 4, 6, None]
    assert answers[-1]["replies"]


def test_each_line_is_masked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended_with("mask", monkeypatch, "số tôi là 0912345678\nxin chào\n") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "0912345678" not in first
    assert second == "xin chào"
