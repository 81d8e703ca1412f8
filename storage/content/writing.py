"""Writing content files: only those editors may change, whole or not at all."""

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

EDITABLE = re.compile(
    r"(guides/[a-z0-9-]{1,60}|errors|outside)/[a-z0-9-]{1,60}\.yaml|(notices|organisation|shared-facts|replies|scams)\.yaml"
)


class WritingError(Exception):
    """A file cannot be written; `message` says why and is fit to be shown."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class ContentText:
    """A content file as it stands; `digest` tells whether somebody changed it since."""

    name: str
    text: str
    digest: str


def is_editable(name: str) -> bool:
    """Whether editors may change the file of this name (relative to content/)."""
    return EDITABLE.fullmatch(name) is not None


def is_new_guide(root: Path, name: str) -> bool:
    """Whether a guide's file of this name could be made and is not there yet."""
    return name.startswith("guides/") and is_editable(name) and not (root / name).exists()


def editable_files(root: Path) -> list[str]:
    """The names of the files editors may change, in order."""
    names = (path.relative_to(root).as_posix() for path in root.rglob("*.yaml"))
    return sorted(name for name in names if is_editable(name))


def guide_file(root: Path, guide_id: str) -> str | None:
    """The name of a guide's file, or None."""
    found = next(root.glob(f"guides/*/{guide_id}.yaml"), None) if re.fullmatch(r"[a-z0-9-]+", guide_id) else None
    return found.relative_to(root).as_posix() if found else None


def read_text(root: Path, name: str) -> ContentText:
    """The file `name` as it stands; WritingError where there is none that may be changed."""
    if not is_editable(name) or not (root / name).is_file():
        raise WritingError(f"Không có tệp nội dung {name}.")
    try:
        text = (root / name).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise WritingError(f"Tệp {name} không viết bằng bảng mã UTF-8, hãy lưu lại rồi mở.") from error
    return ContentText(name, text, digest_of(text))


def digest_of(text: str) -> str:
    """A short mark of a text."""
    return sha256(text.encode()).hexdigest()[:16]


def write_text(root: Path, name: str, text: str, before: str) -> None:
    """Put `text` in place of the file whose digest is `before` ("" for a file that must not exist yet)."""
    if not is_editable(name):
        raise WritingError(f"Không được sửa tệp {name}.")
    path = root / name
    now = digest_of(path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else ""
    if now != before:
        raise WritingError("Có người vừa sửa tệp này. Hãy tải lại trang, xem bản mới rồi sửa tiếp.")
    replace_whole(path, text)


def replace_whole(path: Path, text: str) -> None:
    """Write a file so that readers find the old or the new text, never a part, even when the power fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text if text.endswith("\n") else text + "\n")
            file.flush()
            os.fsync(file.fileno())
        if path.is_file():
            part.chmod(path.stat().st_mode)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WritingError(f"Không ghi được tệp {path.name}: {error.strerror or error}.") from error
