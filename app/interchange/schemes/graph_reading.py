"""From the statements of a SKOS file to a version: ours, or that of a stranger.

A link that is stated on one side is read on both (SKOS Reference, S23 and S25). Siblings
stand in the order that a file of ours tells; elsewhere in that of their notations.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from app.interchange.schemes import faults
from app.interchange.schemes.errors import refused
from app.interchange.schemes.graph_concepts import Concepts, is_deprecated, notation_of
from app.interchange.schemes.ordering import natural
from app.interchange.schemes.statements import Statements, is_named
from app.interchange.schemes.texts import Collected
from app.interchange.schemes.values import PLACEHOLDER, About, ReadScheme
from app.interchange.schemes.vocabulary import DALIL, DC, DCT, OWL, RDF, RDFS, SKOS
from app.taxonomy.state import SchemeState, Texts

_ID = re.compile(r"c_[a-z0-9]{1,30}")
_PLACE = re.compile(r"[0-9]{1,9}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_LAST = 10**9
_TITLES = (DCT + "title", SKOS + "prefLabel", DC + "title", RDFS + "label")
_DESCRIPTIONS = (DCT + "description", DC + "description")


def read_skos(
    said: Statements, *, scheme: str = "", known: Mapping[str, str] | None = None
) -> ReadScheme:
    """Read a version from SKOS; ``scheme`` says which one, by its id or its address.

    ``known`` maps notations to the ids of concepts, for files that hold no ids.

    Raises:
        UnreadableScheme: it says what cannot be kept.

    """
    found = Collected()
    node = _scheme_node(said, scheme)
    members = _members(said, node)
    if not members:
        raise refused([faults.NO_CONCEPTS.at("")])
    ids, placeholders = _ids(said, members, known or {}, found)
    concepts = Concepts(said, ids, found)
    about = _about(said, node, scheme, found)
    top = _top(said, node, members)
    state = SchemeState(
        about.scheme,
        {ids[member]: concepts.read(member) for member in members},
        concepts.in_order(top, node, "topConceptsInOrder"),
    )
    found.check()
    return ReadScheme(about, state, placeholders, tuple(found.notices))


def _scheme_node(said: Statements, wanted: str) -> str | None:
    schemes = dict.fromkeys(_of_type(said, "ConceptScheme"))
    for subject in list(said.said):
        for link in ("inScheme", "topConceptOf"):
            schemes.update(dict.fromkeys(said.nodes(subject, SKOS + link)))
    for node in schemes:
        if wanted in (node, _scheme_id(said, node)):
            return node
    if len(schemes) > 1:
        shown = ", ".join(sorted(_scheme_id(said, node) for node in schemes))
        raise refused([faults.SEVERAL_SCHEMES.at("", found=shown)])
    return next(iter(schemes), None)


def _members(said: Statements, node: str | None) -> list[str]:
    """List the concepts of the scheme, in order; all of them where there is one scheme."""
    concepts = dict.fromkeys(_of_type(said, "Concept"))
    for subject in said.said:
        if is_named(subject) and said.nodes(subject, SKOS + "inScheme"):
            concepts[subject] = None
    tops = set(said.nodes(node, SKOS + "hasTopConcept")) if node else set()
    inside = [
        one
        for one in concepts
        if one in tops or not (schemes := _schemes_of(said, one)) or node in schemes
    ]
    return sorted(inside, key=lambda one: _sorting(said, one))


def _schemes_of(said: Statements, concept: str) -> list[str]:
    return [
        *said.nodes(concept, SKOS + "inScheme"),
        *said.nodes(concept, SKOS + "topConceptOf"),
    ]


def _sorting(said: Statements, concept: str) -> tuple[object, ...]:
    places = [one.value for one in said.literals(concept, DALIL + "place")]
    place = int(places[0]) if places and _PLACE.fullmatch(places[0]) else _LAST
    return place, natural(notation_of(said, concept)), concept


def _of_type(said: Statements, name: str) -> Iterable[str]:
    wanted = SKOS + name
    for subject in list(said.said):
        if is_named(subject) and wanted in said.values(subject, RDF + "type"):
            yield subject


def _ids(
    said: Statements, members: list[str], known: Mapping[str, str], found: Collected
) -> tuple[dict[str, str], dict[str, str]]:
    """Give each concept its id: its own, the known one of its notation, or a placeholder."""
    ids: dict[str, str] = {}
    placeholders: dict[str, str] = {}
    taken: set[str] = set()
    for member in members:
        own = [one.value for one in said.literals(member, DCT + "identifier")]
        key = next((one for one in own if _ID.fullmatch(one)), "")
        key = key or known.get(notation_of(said, member), "")
        if not key:
            key = f"{PLACEHOLDER}{len(placeholders) + 1}"
            placeholders[key] = member
        if key in taken:
            found.add(faults.TWICE, f"/concepts/{key}", found=key)
        taken.add(key)
        ids[member] = key
    return ids, placeholders


def _top(said: Statements, node: str | None, members: list[str]) -> list[str]:
    """List the top concepts: those that are called so, else those with nothing above them."""
    stated = set(said.nodes(node, SKOS + "hasTopConcept")) if node else set()
    called = [one for one in members if one in stated or said.nodes(one, SKOS + "topConceptOf")]
    if called:
        return called
    below = {child for one in members for child in said.nodes(one, SKOS + "narrower")}
    return [
        one
        for one in members
        if one not in below
        and not said.nodes(one, SKOS + "broader")
        and not is_deprecated(said, one)
    ]


def _about(said: Statements, node: str | None, wanted: str, found: Collected) -> About:
    if node is None:
        return About(wanted or "scheme")
    title = _texts(said, node, _TITLES, found)
    description = _texts(said, node, _DESCRIPTIONS, found)
    numbers = [one.value for one in said.literals(node, OWL + "versionInfo")]
    return About(
        scheme=_scheme_id(said, node) if not wanted or wanted == node else wanted,
        title=title,
        description={} if description == title else description,
        number=numbers[0].strip() if numbers else "",
        issued=_day(said, node),
    )


def _texts(said: Statements, node: str, names: Iterable[str], found: Collected) -> Texts:
    for name in names:
        texts = {
            one.language or "und": found.paragraph(one.value, "/scheme")
            for one in said.literals(node, name)
        }
        if texts:
            return texts
    return {}


def _day(said: Statements, node: str) -> date | None:
    for one in said.literals(node, DCT + "issued"):
        try:
            return date.fromisoformat(one.value[:10])
        except ValueError:
            continue
    return None


def _scheme_id(said: Statements, node: str) -> str:
    """Find what a scheme is called: a code of its own, or the end of its address."""
    codes = [*said.literals(node, DCT + "identifier"), *said.literals(node, SKOS + "notation")]
    last = re.split(r"[/#:]", node.rstrip("/#"))[-1]
    plain = _UNFIT.sub("-", last).strip("-._")[:64] or "scheme"
    return next((one.value for one in codes if _CODE.fullmatch(one.value)), plain)
