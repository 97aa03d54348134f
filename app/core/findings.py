"""How findings are answered and kept, wherever they come from."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Literal

from pydantic import Field

from app.core.errors import Finding
from app.core.schemas import Schema

MOST_FINDINGS = 200
"""Findings that are told of one thing: who has mended so many asks again."""


class CandidateOut(Schema):
    """Something that is there already and may be meant; ``score`` is from 0 to 1."""

    id: str
    title: dict[str, str]
    score: float


class FindingOut(Schema):
    """One thing that is wrong, where it stands and which rule says so."""

    pointer: str
    rule: str
    severity: Literal["error", "warning", "suggestion"]
    message: dict[str, str]
    hint: dict[str, str] | None
    docs: str
    candidates: list[CandidateOut] = Field(default_factory=list)


def finding_json(finding: Finding) -> dict[str, Any]:  # Any: FindingOut as JSON
    """Write a finding as it is answered; ``docs`` leads to the page of its rule."""
    return {
        "pointer": finding.pointer,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "docs": f"/rules/{finding.rule}",
        "candidates": [asdict(one) for one in finding.candidates],
    }


def findings_out(findings: Iterable[Finding]) -> list[FindingOut]:
    """Shape findings as they are answered."""
    return [FindingOut.model_validate(finding_json(one)) for one in findings]
