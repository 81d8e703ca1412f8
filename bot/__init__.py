"""The running service: everything that touches the network or the clock."""

import os

# Products of small matrices go slower, and on a busy machine very much slower, when two threads wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
