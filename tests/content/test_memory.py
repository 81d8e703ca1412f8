"""What reading content does to the memory of its process, and what a start leaves out."""

import gc
import subprocess
import sys

import pytest

from storage.content.memory import give_back, without_collecting
from storage.content.shelf import CODE


def test_collecting_goes_on_afterwards_whatever_happened() -> None:
    with pytest.raises(ValueError, match="broken"), without_collecting():
        assert not gc.isenabled()
        raise ValueError("broken")
    assert gc.isenabled()


def test_who_collects_nothing_is_left_alone() -> None:
    gc.disable()
    try:
        with without_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_in_use_survives_giving_back() -> None:
    kept = [str(number) for number in range(10_000)]
    give_back()
    assert kept[-1] == "9999"


@pytest.mark.process
def test_the_service_loads_nothing_that_reads_content() -> None:
    program = "import sys, bot.cli, bot.app; print(*sys.modules)"
    ran = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", program], cwd=CODE, capture_output=True, text=True, check=True
    )
    loaded = set(ran.stdout.split())
    assert "storage.content.ready" in loaded
    assert not {"storage.content.catalog", "storage.content.schema", "storage.content.check"} & loaded
