"""Time to ready and resident memory of the service as `make run` starts it."""

import tempfile

from rich.console import Console
from rich.table import Table

from tests.bench.children import running
from tests.fakes.ports import free_port

STARTS = 5
READY_SECONDS, RESIDENT_MB = 1.5, 150.0


async def measure_start(console: Console) -> bool:
    """Print the table; True when both aims are met."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(STARTS):
            port = free_port()
            settings = {"CAMTAY_DATA_DIR": folder, "CAMTAY_PORT": str(port), "CAMTAY_LOG_LEVEL": "WARNING"}
            async with running(["-m", "bot", "run"], settings, port, "/healthz") as child:
                rows.append((child.ready_seconds, child.resident_mb(), "empty" if number == 0 else "there"))
    table = Table("start", "database", "ready s", "resident MB", title="Time to ready and memory")
    for number, (seconds, memory, database) in enumerate(rows, 1):
        table.add_row(str(number), database, f"{seconds:.2f}", f"{memory:.0f}")
    console.print(table)
    ready = sorted(row[0] for row in rows[1:])[(STARTS - 1) // 2]
    memory = max(row[1] for row in rows)
    good = ready <= READY_SECONDS and memory <= RESIDENT_MB
    console.print(
        f"ready in {ready:.2f} s (median of later starts), aim ≤ {READY_SECONDS}; {memory:.0f} MB, "
        f"aim ≤ {RESIDENT_MB:.0f}: {'reached' if good else 'MISSED'}"
    )
    return good
