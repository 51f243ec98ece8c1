"""For every test: hypothesis has no deadline, as the time that an example takes tells of the machine, not of midan."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("midan", deadline=None)
settings.load_profile("midan")
