"""The content files themselves, and the version they make up together."""

import hashlib
from collections.abc import Iterator
from pathlib import Path


def content_version(root: Path) -> str:
    """A short hash over the names and bytes of all content files."""
    digest = hashlib.sha256()
    for path in content_files(root):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def content_files(root: Path) -> Iterator[Path]:
    """The files whose change changes what the assistant says."""
    return (path for path in sorted(root.rglob("*")) if path.suffix in {".yaml", ".po"} and path.is_file())
