"""For every test: hypothesis has no deadline, as the time that an example takes tells of the machine, not of midan; and
it draws the same examples each time, so that a red run is a change's fault. `tox -e chance` draws others."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("midan", deadline=None, derandomize=True)
settings.register_profile("chance", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("MIDAN_EXAMPLES", "midan"))
