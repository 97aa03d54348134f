"""What must hold in every released version of the lexicon, and what is only doubtful. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from app.core.errors import Finding
from app.taxonomy.lexicon.state import LexiconState, TermGroup, letters_of

FEWEST_TERMS = 2
MOST_WORDS = 6
"""Words of a term; nobody types longer ones as a whole."""
_LANGUAGES = ("ar", "en")


def faults(state: LexiconState, *, before: LexiconState | None = None) -> list[Finding]:
    """List everything that forbids releasing this state after another."""
    found = [finding for group in state.groups.values() for finding in group_faults(group)]
    return [*found, *_lost_groups(state, before or LexiconState())]


def group_faults(group: TermGroup) -> Iterator[Finding]:
    """List what is wrong with one group."""
    for rule in _RULES:
        yield from rule(group)


def doubts(state: LexiconState) -> list[Finding]:
    """List what may be meant so: a term that several groups use."""
    holders: defaultdict[str, list[TermGroup]] = defaultdict(list)
    for group in state.groups.values():
        for term in group.active():
            holders[term.key].append(group)
    return [_shared(key, groups) for key, groups in holders.items() if len(groups) > 1]


def _untitled(group: TermGroup) -> Iterator[Finding]:
    for language in _LANGUAGES:
        if not group.title.get(language, "").strip():
            yield _fault(group, "LEX-TITLE", f"has no title in '{language}'")


def _too_few(group: TermGroup) -> Iterator[Finding]:
    if len(group.terms) < FEWEST_TERMS:
        yield _fault(group, "LEX-TERMS", f"has fewer than {FEWEST_TERMS} terms")


def _repeated(group: TermGroup) -> Iterator[Finding]:
    uses = Counter(term.key for term in group.terms)
    for key, number in uses.items():
        if number > 1:
            yield _fault(group, "LEX-TWICE", f"holds '{key}' {number} times")


def _unreadable(group: TermGroup) -> Iterator[Finding]:
    for term in group.terms:
        words = len(term.key.split())
        if not words:
            yield _fault(group, "LEX-WORDS", f"holds '{term.text}', which has no word")
        elif words > MOST_WORDS:
            yield _fault(
                group, "LEX-WORDS", f"holds '{term.text}', of more than {MOST_WORDS} words"
            )


def _wrong_letters(group: TermGroup) -> Iterator[Finding]:
    for term in group.terms:
        if term.lang != letters_of(term.text):
            yield _fault(group, "LEX-LANG", f"holds '{term.text}' as '{term.lang}'")


def _without_weight(group: TermGroup) -> Iterator[Finding]:
    for term in group.terms:
        if not 0 < term.weight <= 1:
            yield _fault(group, "LEX-WEIGHT", f"gives '{term.text}' the weight {term.weight}")


def _leading_nowhere(group: TermGroup) -> Iterator[Finding]:
    active = list(group.active())
    if active and all(term.direction == "one_way" for term in active):
        yield _fault(group, "LEX-ONEWAY", "has one-way terms and nothing that they lead to")


_RULES: tuple[Callable[[TermGroup], Iterator[Finding]], ...] = (
    _untitled,
    _too_few,
    _repeated,
    _unreadable,
    _wrong_letters,
    _without_weight,
    _leading_nowhere,
)


def _lost_groups(state: LexiconState, before: LexiconState) -> Iterator[Finding]:
    for key, group in before.groups.items():
        if key not in state.groups:
            yield _fault(group, "LEX-LOST", "is missing; its terms can be retired")


def _fault(group: TermGroup, rule: str, what: str) -> Finding:
    return Finding(
        pointer=f"/groups/{group.id}",
        rule=rule,
        message={
            "en": f"The group '{group.title.get('en', group.id)}' {what}.",
            "ar": f"المجموعة '{group.title.get('ar', group.id)}' تخالف القاعدة {rule}.",
        },
    )


def _shared(key: str, groups: list[TermGroup]) -> Finding:
    english = ", ".join(f"'{group.title.get('en', group.id)}'" for group in groups)
    arabic = "، ".join(f"'{group.title.get('ar', group.id)}'" for group in groups)
    return Finding(
        pointer=f"/groups/{groups[0].id}",
        rule="LEX-SHARED",
        severity="warning",
        message={
            "en": f"The term '{key}' stands in {len(groups)} groups: {english}.",
            "ar": f"اللفظ '{key}' وارد في {len(groups)} مجموعات: {arabic}.",
        },
    )


def repeated_ids(ids: list[str]) -> Iterator[Finding]:
    """Find ids that stand twice in a file."""
    for key, number in Counter(ids).items():
        if number > 1:
            yield Finding(
                pointer=f"/groups/{key}",
                rule="LEX-ID",
                message={
                    "en": f"The id '{key}' stands {number} times.",
                    "ar": f"المعرّف '{key}' مكرر {number} مرات.",
                },
            )
