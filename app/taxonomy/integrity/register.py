"""Every rule, and the functions that apply them. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from app.core.errors import Finding
from app.taxonomy.integrity import (
    codes,
    label_texts,
    label_twins,
    labels,
    links,
    mappings,
    notes,
    relations,
    sizes,
    structure,
    successors,
    uses,
)
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.naming import filled, pointer_to
from app.taxonomy.integrity.subject import Given, LabelIndex, Subject, around
from app.taxonomy.integrity.told import Limits, Past, Tags, Terms, UniqueLabels
from app.taxonomy.state import SchemeState

RULES: tuple[Rule, ...] = (
    *links.RULES,
    *structure.RULES,
    *relations.RULES,
    *mappings.RULES,
    *successors.RULES,
    *sizes.RULES,
    *labels.RULES,
    *label_texts.RULES,
    *label_twins.RULES,
    *codes.RULES,
    *notes.RULES,
    *uses.RULES,
)
_ERRORS = tuple(one for one in RULES if one.severity == "error")
_ACROSS = tuple(one for one in RULES if one.id == "TAX-ACROSS")
_RANKS = {"error": 0, "warning": 1}
_BY_ID = {one.id: one for one in RULES}


def rule(rule_id: str) -> Rule | None:
    """Find a rule by its id."""
    return _BY_ID.get(rule_id)


def check(
    state: SchemeState,
    *,
    terms: Terms | None = None,
    tags: Tags | None = None,
    past: Past | None = None,
    limits: Limits | None = None,
    listed: Sequence[str] = (),
) -> list[Finding]:
    """List everything that is wrong with a scheme: errors first, then by concept, then by rule.

    ``listed`` are the ids in the order of the file that the scheme was read from. The rules
    on tags are silent without ``tags``.
    """
    given = Given(terms or Terms(), limits or Limits(), tags, past or Past(), listed)
    return _found(RULES, Subject(state, given))


def check_around(
    state: SchemeState,
    touched: Collection[str],
    *,
    terms: Terms | None = None,
    tags: Tags | None = None,
    past: Past | None = None,
    index: LabelIndex | None = None,
) -> list[Finding]:
    """List the errors that a change of some concepts may have brought into a sound scheme.

    ``index`` (see ``label_index``) may be that of the scheme before the change; without it
    one is built, which takes most of the time. Warnings are left out.
    """
    given = Given(terms or Terms(), tags=tags, past=past or Past())
    keys = around(state, touched)
    return _found(_ERRORS, Subject(state, given, keys=keys, index=index))


def faults(
    state: SchemeState,
    *,
    languages: tuple[str, ...],
    is_polyhierarchical: bool = True,
    notation_pattern: str = r".+",
    unique_labels: UniqueLabels = "branch",
    past: Past | None = None,
    listed: Sequence[str] = (),
) -> list[Finding]:
    """List everything that forbids releasing this state."""
    terms = Terms(languages, is_polyhierarchical, notation_pattern, unique_labels=unique_labels)
    given = Given(terms, past=past or Past(), listed=listed)
    return _found(_ERRORS, Subject(state, given))


def namesakes(state: SchemeState) -> list[Finding]:
    """List as errors the labels that stand in two branches: some schemes have each once."""
    hint = {
        "ar": "ميّز بين التسميتين، أو اكتب uniqueLabels: siblings للمخطط.",
        "en": "Tell the two labels apart, or say uniqueLabels: siblings of the scheme.",
    }
    found = _found(_ACROSS, Subject(state, Given()))
    return [replace(one, severity="error", hint=hint) for one in found]


def _found(rules: Sequence[Rule], subject: Subject) -> list[Finding]:
    return sorted(_findings(rules, subject), key=_order)


def _findings(rules: Sequence[Rule], subject: Subject) -> Iterator[Finding]:
    for one in rules:
        for hit in one.check(subject):
            yield _finding(one, hit)


def _finding(one: Rule, hit: Hit) -> Finding:
    return Finding(
        pointer=pointer_to(hit.concept),
        rule=one.id,
        message=filled(one.message, hit),
        hint=filled(one.hint, hit),
        severity=one.severity,
    )


def _order(finding: Finding) -> tuple[object, ...]:
    return _RANKS[finding.severity], finding.pointer, finding.rule, finding.message["en"]
