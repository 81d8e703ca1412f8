"""Starting the programs that are measured, and asking the system about them."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Child:
    """A program that is ready: its process, its port, how long it took to be ready."""

    pid: int
    port: int
    ready_seconds: float

    def resident_mb(self) -> float:
        """The memory it holds, as the system counts it."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def cpu_seconds(self) -> float:
        """The processor time it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def running(arguments: list[str], settings: dict[str, str], port: int, path: str) -> AsyncIterator[Child]:
    """A Python program under test, from the moment `path` answers 200 until the block ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CAMTAY_")} | settings
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await until_ready(port, path, process)
        yield Child(process.pid, port, time.perf_counter() - began)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def until_ready(port: int, path: str, process: asyncio.subprocess.Process) -> None:
    """Return once GET `path` is answered (with 200, where it is a health check)."""
    while process.returncode is None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path} HTTP/1.0\r\n\r\n".encode())
            head = await reader.readline()
            writer.close()
            if b" 200" in head or (path != "/healthz" and head):
                return
        except ConnectionError:
            pass
        await asyncio.sleep(0.01)
    raise RuntimeError(f"a program under test ended with {process.returncode}")
