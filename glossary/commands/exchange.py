"""`midan terms import` and `midan terms export`: the glossary to and from other tools."""

from __future__ import annotations

import argparse


def register(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import` and `export`."""
