"""A small scheme for examples: transport with roads (and streets) and ports, housing, and fax."""

from app.taxonomy.operations import Applied, Draft, Refused, SchemeRules, apply_all, open_draft
from app.taxonomy.operations.comparing import inverse
from app.taxonomy.operations.values import Operation
from app.taxonomy.state import ConceptState, SchemeState, digest

TRANSPORT, ROADS, STREETS, PORTS, HOUSING, FAX = (
    "c_transport", "c_roads", "c_streets", "c_ports", "c_housing", "c_fax",
)  # fmt: skip
CONCEPTS = (
    ConceptState(TRANSPORT, "01", {"ar": "النقل", "en": "Transport"}, narrower=(ROADS, PORTS)),
    ConceptState(
        ROADS,
        "01.1",
        {"ar": "الطرق", "en": "Roads"},
        alt_label={"en": ("Highways",)},
        hidden_label={"en": ("raods",)},
        definition={"en": "Ways for cars."},
        broader=(TRANSPORT,),
        narrower=(STREETS,),
    ),
    ConceptState(STREETS, "01.1.1", {"ar": "الشوارع", "en": "Streets"}, broader=(ROADS,)),
    ConceptState(
        PORTS,
        "01.2",
        {"ar": "الموانئ", "en": "Ports"},
        broader=(TRANSPORT,),
        related=(HOUSING,),
        mappings=(("exactMatch", "https://example.org/ports"),),
    ),
    ConceptState(HOUSING, "02", {"ar": "السكن", "en": "Housing"}, related=(PORTS,)),
    ConceptState(
        FAX, "09", {"ar": "الفاكس", "en": "Fax"}, status="deprecated", replaced_by=(PORTS,)
    ),
)


def scheme(*, is_poly: bool = False) -> Draft:
    """Open the draft of the example; ``00`` was once the code of housing."""
    concepts = {one.id: one for one in CONCEPTS}
    state = SchemeState("example", concepts, (TRANSPORT, HOUSING))
    rules = SchemeRules(is_polyhierarchical=is_poly, notation_pattern=r"\d\d(\.\d)*")
    return open_draft(state, rules, holders={"00": HOUSING})


def done(*operations: Operation, is_poly: bool = False) -> Applied:
    """Apply operations to the example, and see that undoing them leaves everything as it was."""
    before = scheme(is_poly=is_poly)
    applied = apply_all(before, operations)
    undone = apply_all(applied.draft, inverse(before, applied)).draft
    assert digest(undone.state) == digest(before.state)
    return applied


def effects(applied: Applied) -> list[tuple[str, str]]:
    """What services feel: the kinds of effects, each with its concept."""
    return [(effect.kind, effect.concept) for _, effect in applied.effects]


def why_not(*operations: Operation, is_poly: bool = False) -> list[str]:
    """The codes for which operations are refused."""
    try:
        apply_all(scheme(is_poly=is_poly), operations)
    except Refused as refused:
        return [one.code for one in refused.refusals]
    return []
