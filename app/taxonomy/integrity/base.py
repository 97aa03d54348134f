"""What a rule of integrity is. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.core.rule_texts import Text
from app.taxonomy.integrity.subject import Subject
from app.taxonomy.state import ConceptState

Severity = Literal["error", "warning"]
Family = Literal["structure", "labels", "codes", "release", "use"]
Example = Mapping[str, Any]  # Any: JSON, see ``examples``


@dataclass(frozen=True)
class Hit:
    """A concept that breaks a rule, and what the message tells of it.

    An id stands for a concept that is not there. Among ``values`` a concept is named by
    its notation and label, in the language of the message; ``concept`` may be given too.
    """

    concept: ConceptState | str
    values: Mapping[str, object] = field(default_factory=dict)


Check = Callable[[Subject], Iterable[Hit]]


@dataclass(frozen=True)
class Rule:
    """A rule: data that is checked, shown, documented and tested.

    ``title`` is what holds in a sound scheme, ``message`` what a finding says.
    """

    id: str
    severity: Severity
    family: Family
    title: Text
    message: Text
    hint: Text
    why: Text
    good: Example
    bad: Example
    check: Check
