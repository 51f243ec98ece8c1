"""The one error that a user may see: one line that says what is wrong, where, and what to do."""

from __future__ import annotations

from glossary.terminal import visible


class MidanError(Exception):
    """A fault in what we were given. The command line prints it as one line and exits with `exit_code`."""

    exit_code = 2

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(self.line())

    def line(self) -> str:
        """The message on one line: `where: what; remedy`."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        text = f"{text}; {self.remedy}" if self.remedy else text
        return visible(" ".join(text.split()))
