"""Run midan once under the guard, and write what it cost and did as JSON.

python -m fuzz.measured REPORT FOLDER ARGUMENT…
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from .guard import SECONDS, Guard, HangError, peak_megabytes


def main() -> int:
    """Run, report, and give midan's exit code; 99 where it hung."""
    from memory.commands import main as midan

    report, folder, *arguments = sys.argv[1:]
    # C code does not hear an exception
    resource.setrlimit(resource.RLIMIT_CPU, (3 * SECONDS, 3 * SECONDS))
    guard = Guard(Path(folder))
    os.chdir(folder)
    code: object = 99
    try:
        with guard.watch():
            code = midan(arguments)
    except HangError:
        pass
    except SystemExit as stop:
        code = stop.code
    Path(report).write_text(json.dumps({"megabytes": peak_megabytes(), "trespasses": guard.trespasses}))
    return code if isinstance(code, int) else 1


if __name__ == "__main__":
    sys.exit(main())
