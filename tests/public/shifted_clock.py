"""The command line of the dashboard under a clock that jumps: the wall clock is off by the seconds that stand in the file ``CLOCK``."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_FILE, _true = Path(os.environ["CLOCK"]), time.time


def _shifted() -> float:
    return _true() + float(_FILE.read_text("utf-8"))


time.time = _shifted  # also what the day is: date.today() asks it; time.monotonic stays, as on a machine whose clock is set

if __name__ == "__main__":
    from dashboard.__main__ import main

    sys.exit(main())
