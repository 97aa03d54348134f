"""Texts of strangers, as they may be kept; what may not is a finding. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.core.errors import Finding
from app.core.faults import Fault
from app.core.text import clean, fault_of, has_breaks
from app.interchange.schemes import faults
from app.interchange.schemes.errors import refused

Judge = Callable[[str], str | None]


@dataclass
class Collected:
    """What is wrong with a file; reading goes on, so that all of it is told at once."""

    findings: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)

    def add(self, fault: Fault, pointer: str, **values: object) -> None:
        """Keep a finding."""
        self.findings.append(fault.at(pointer, **values))

    def line(self, text: str, pointer: str) -> str:
        """Clean a text of one line."""
        return self._kept(text, pointer, _fault_of_line)

    def paragraph(self, text: str, pointer: str) -> str:
        """Clean a text that may have several lines."""
        return self._kept(text, pointer, fault_of)

    def check(self) -> None:
        """Refuse the file when anything was wrong.

        Raises:
            UnreadableScheme: with everything that was found.

        """
        if self.findings:
            raise refused(self.findings)

    def _kept(self, text: str, pointer: str, judge: Judge) -> str:
        if reason := judge(text):
            self.add(faults.BAD_TEXT, pointer, reason=reason)
        return clean(text)


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Keep each text once, and no empty one."""
    return tuple(dict.fromkeys(text for text in texts if text))


def _fault_of_line(text: str) -> str | None:
    return fault_of(text) or ("is more than one line" if has_breaks(text.strip()) else None)
