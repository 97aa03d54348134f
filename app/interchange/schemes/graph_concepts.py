"""From the statements about a concept to what it is in the version."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from app.interchange.schemes import faults
from app.interchange.schemes.statements import Statements, Text, Value
from app.interchange.schemes.texts import Collected, distinct
from app.interchange.schemes.vocabulary import DALIL, DCT, MATCHES, OWL, SKOS, XKOS
from app.taxonomy.state import ConceptState, TextLists, Texts

UNDETERMINED = "und"
"""BCP 47: a text whose language is not told."""
_OURS = re.compile(r"/id/concept/(c_[a-z0-9]{1,30})$")
_TRUE = frozenset(("true", "1"))
_FALSE = frozenset(("false", "0"))
_INVERSE = {"broader": "narrower", "narrower": "broader", "related": "related"}


class Concepts:
    """The concepts of a file; ``ids`` names them, in their order."""

    def __init__(self, said: Statements, ids: Mapping[str, str], found: Collected) -> None:
        self.said = said
        self.ids = ids
        self.found = found
        self.ranks = {node: rank for rank, node in enumerate(ids)}
        self.links = {link: self._both_sides(link) for link in _INVERSE}

    def read(self, node: str) -> ConceptState:
        """Read what the file says of a concept."""
        key = self.ids[node]
        pointer = f"/concepts/{key}"
        return ConceptState(
            id=key,
            notation=self.found.line(notation_of(self.said, node), pointer),
            pref_label=self._label(node, pointer),
            alt_label=self._labels(node, "altLabel", pointer),
            hidden_label=self._labels(node, "hiddenLabel", pointer),
            definition=self._note(node, "definition", pointer),
            scope_note=self._note(node, "scopeNote", pointer),
            status="deprecated" if is_deprecated(self.said, node) else "active",
            is_assignable=not _is(self.said, node, DALIL + "isAssignable", _FALSE),
            broader=self.in_order(self.links["broader"][node], node, "broaderInOrder"),
            narrower=self.in_order(self.links["narrower"][node], node, "narrowerInOrder"),
            related=self._named(self.links["related"][node]),
            mappings=self._mappings(node, pointer),
            replaced_by=self._named(self.said.nodes(node, DCT + "isReplacedBy")),
            consider=self._named(self.said.nodes(node, DALIL + "consider")),
        )

    def in_order(
        self, nodes: Iterable[str], subject: str | None, listed_as: str
    ) -> tuple[str, ...]:
        """Name concepts in the order that a list of the subject tells, else in the tree's."""
        told = self.said.listed(subject, DALIL + listed_as) if subject else []
        places = {node: place for place, node in enumerate(told)}
        unlisted, unknown = len(places), len(self.ranks)

        def sorting(node: str) -> tuple[int, int, str]:
            return places.get(node, unlisted), self.ranks.get(node, unknown), node

        return tuple(dict.fromkeys(self._id_of(node) for node in sorted(nodes, key=sorting)))

    def _named(self, nodes: Iterable[str]) -> tuple[str, ...]:
        """Name concepts that stand in no order, as a stored version lists them."""
        return tuple(sorted({self._id_of(node) for node in nodes}))

    def _both_sides(self, link: str) -> Mapping[str, list[str]]:
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for node in self.ids:
            for other in self.said.nodes(node, SKOS + link):
                found[node][other] = None
            for other in self.said.nodes(node, SKOS + _INVERSE[link]):
                found[other][node] = None
        return defaultdict(list, {node: list(others) for node, others in found.items()})

    def _id_of(self, node: str) -> str:
        """Name a concept, also one that the file does not describe."""
        ours = _OURS.search(node)
        return self.ids.get(node) or (ours[1] if ours else node)

    def _label(self, node: str, pointer: str) -> Texts:
        labels: dict[str, str] = {}
        for one in self.said.literals(node, SKOS + "prefLabel"):
            language, text = _language(one), self.found.line(one.value, pointer)
            if labels.get(language, text) != text:
                shown = notation_of(self.said, node)
                self.found.add(faults.TWO_LABELS, pointer, concept=shown, language=language)
            if text:
                labels[language] = text
        return labels

    def _labels(self, node: str, name: str, pointer: str) -> TextLists:
        labels: defaultdict[str, list[str]] = defaultdict(list)
        for one in self.said.literals(node, SKOS + name):
            labels[_language(one)].append(self.found.line(one.value, pointer))
        kept = {language: distinct(texts) for language, texts in labels.items()}
        return {language: texts for language, texts in kept.items() if texts}

    def _note(self, node: str, name: str, pointer: str) -> Texts:
        """Join the notes of each language; XKOS writes a note as a thing with a text."""
        notes: defaultdict[str, list[str]] = defaultdict(list)
        for value in self.said.values(node, SKOS + name):
            for one in self._plain(value):
                notes[_language(one)].append(self.found.paragraph(one.value, pointer))
        joined = {language: "\n\n".join(sorted(texts)) for language, texts in notes.items()}
        return {language: text for language, text in joined.items() if text}

    def _plain(self, value: Value) -> list[Text]:
        if isinstance(value, Text):
            return [value]
        return self.said.literals(value, XKOS + "plainText")

    def _mappings(self, node: str, pointer: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (relation, self.found.line(target, pointer))
            for relation in MATCHES
            for target in self.said.nodes(node, SKOS + relation)
        )


def is_deprecated(said: Statements, node: str) -> bool:
    """Tell whether a concept is retired."""
    return _is(said, node, OWL + "deprecated", _TRUE)


def notation_of(said: Statements, node: str) -> str:
    """Find the code of a concept: its notation, another identifier, or its address's end."""
    for name in (SKOS + "notation", DCT + "identifier"):
        texts = sorted(one.value.strip() for one in said.literals(node, name))
        if texts:
            return texts[0]
    return re.split(r"[/#:]", node.rstrip("/#"))[-1]


def _is(said: Statements, node: str, name: str, meant: frozenset[str]) -> bool:
    return any(one.value in meant for one in said.literals(node, name))


def _language(text: Text) -> str:
    return text.language or UNDETERMINED
