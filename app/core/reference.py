"""What problem documents refer to: each rule and each code that they name, explained.

An error answer names a rule by ``/rules/{id}`` and its kind by ``/problems/{code}``. Both
are addresses; this is what they say, to people in Arabic and English and to programs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.core.errors import NotFound

Texts = Mapping[str, str]
"""A text in both languages."""
TAXONOMY = "TAX-"
"""How the ids of rules begin that schemes are judged by."""


@dataclass(frozen=True)
class Sample:
    """Content that shows a rule, as JSON text in which everything can be seen.

    ``kind`` says what it is: content, published, other or links; scheme of a taxonomy.
    """

    kind: str
    json: str


@dataclass(frozen=True)
class RuleEntry:
    """A rule that answers name; ``family`` is the subject it belongs to.

    In ``message`` and ``hint`` a name in ‹angles› stands for what a finding fills in.
    ``title`` says what holds where the rule is kept, of rules that have one.
    """

    id: str
    severity: str
    family: Texts
    message: Texts
    hint: Texts
    why: Texts
    good: tuple[Sample, ...] = ()
    bad: tuple[Sample, ...] = ()
    title: Texts | None = None


@dataclass(frozen=True)
class ProblemEntry:
    """A code of problem documents: what it means and what to do about it."""

    code: str
    status: int
    title: Texts
    remedy: Texts


@dataclass(frozen=True)
class Reference:
    """Every rule and every code, by its name, in the order in which they are listed."""

    rules: Mapping[str, RuleEntry] = field(default_factory=dict)
    problems: Mapping[str, ProblemEntry] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Iterable[RuleEntry], problems: Iterable[ProblemEntry]) -> "Reference":
        """Gather rules and codes."""
        return cls({one.id: one for one in rules}, {one.code: one for one in problems})

    def get_rule(self, rule_id: str) -> RuleEntry:
        """Return a rule.

        Raises: NotFound
        """
        found = self.rules.get(rule_id)
        if found is None:
            raise NotFound(f"There is no rule '{rule_id}'.")
        return found

    def get_problem(self, code: str) -> ProblemEntry:
        """Return a code of problems.

        Raises: NotFound
        """
        found = self.problems.get(code)
        if found is None:
            raise NotFound(f"There is no problem '{code}'.")
        return found

    def only(self, beginning: str) -> "Reference":
        """Keep the rules whose ids begin alike, and no problems."""
        return Reference.of(
            (one for one in self.rules.values() if one.id.startswith(beginning)), ()
        )

    def families(self) -> list[tuple[Texts, list[RuleEntry]]]:
        """List the rules family by family."""
        found: dict[str, tuple[Texts, list[RuleEntry]]] = {}
        for rule in self.rules.values():
            found.setdefault(rule.family["en"], (rule.family, []))[1].append(rule)
        return list(found.values())
