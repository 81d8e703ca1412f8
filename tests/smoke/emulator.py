"""Runs the Telegram emulator telemelya on 127.0.0.1:PORT without the Redis and MinIO it wants.

Started by tests/smoke with the Python of a virtual environment of its own; the emulator is no dependency of ours.
"""

import sys

import fakeredis.aioredis
import uvicorn
from telemelya.server.app import app
from telemelya.server.media import media_manager
from telemelya.server.state import state_manager


async def connect_state() -> None:
    """Keep the emulator's state in memory."""
    state_manager._redis = fakeredis.aioredis.FakeRedis(decode_responses=True)


async def nothing() -> None:
    """The smoke run sends no pictures, so that no store for them is needed."""


if __name__ == "__main__":
    state_manager.connect = connect_state
    media_manager.connect = media_manager.close = nothing
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
