"""The codes that cells may hold, and the labels by which people know them."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.catalogue.queries import registries
from app.catalogue.rules.code_lists import COST_UNITS, PURPOSES
from app.core.folding import fold
from app.submissions.imports.cells import in_ascii_digits
from app.taxonomy.errors import SchemeNotFound
from app.taxonomy.queries import list_concepts

Labels = Mapping[str, str]
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LONGEST_CODE = 64
_LABELLED = re.compile(r"^(?P<code>[A-Za-z0-9._-]+)\s+[–—:-]\s|\((?P<last>[A-Za-z0-9._-]+)\)$")
_SCHEMES = ("services", "audience", "channel", "output-type", "digital-stage")
_EVENT_SCHEMES = ("life-event", "business-event")
_LANGUAGES = {"ar": {"ar": "العربية", "en": "Arabic"}, "en": {"ar": "الإنجليزية", "en": "English"}}


@dataclass
class CodeList:
    """Codes with their labels, in the order of their list."""

    labels: dict[str, Labels] = field(default_factory=dict)
    _by_key: dict[str, str] = field(default_factory=dict)
    _seen: dict[str, str | None] = field(default_factory=dict)

    def add(self, code: str, labels: Labels) -> None:
        """Add a code; the first of two with one label keeps it."""
        self.labels[code] = labels
        for name in (code, _numbers_alone(code), *labels.values()):
            self._by_key.setdefault(fold(name).strip(), code)

    def find(self, text: str) -> str | None:
        """Find the code that a cell names by itself, by its label, or by both."""
        if text not in self._seen:
            if len(self._seen) > 10_000:
                self._seen.clear()
            self._seen[text] = self._find(in_ascii_digits(text.strip()))
        return self._seen[text]

    def _find(self, text: str) -> str | None:
        if text in self.labels:
            return text
        labelled = _LABELLED.search(text)
        code = (labelled["code"] or labelled["last"]) if labelled else None
        if code in self.labels:
            return code
        found = self._by_key.get(fold(text)) or self._by_key.get(_numbers_alone(text))
        # What looks like a code may be one that was retired: the rules know.
        return found or (text if _CODE.fullmatch(text) else None)

    def nearest(self, text: str) -> str | None:
        """Find the code whose label is most like a text."""
        near = difflib.get_close_matches(fold(text[:60]), self._by_key, n=1, cutoff=0.7)
        return self._by_key[near[0]] if near else None


def _numbers_alone(text: str) -> str:
    """Write ``02.1`` as ``2.1``, which is what a spreadsheet makes of it."""
    parts = text.split(".")
    is_number = len(text) <= _LONGEST_CODE and all(map(str.isdecimal, parts))
    return ".".join(str(int(one)) for one in parts) if is_number else text


@dataclass(frozen=True)
class Vocabulary:
    """Every list of codes by its name."""

    lists: Mapping[str, CodeList]

    def list_of(self, scheme: str) -> CodeList:
        """Return a list, an empty one if codes are not listed."""
        return self.lists.get(scheme) or CodeList()


def load_vocabulary(session: Session) -> Vocabulary:
    """Load the codes of the latest versions of the schemes, and those of the registries."""
    lists = {name: _of_schemes(session, (name,)) for name in _SCHEMES}
    lists["event"] = _of_schemes(session, _EVENT_SCHEMES)
    for name, records in (
        ("evidence-types", registries.list_evidence_types(session)),
        ("channels", registries.list_channels(session)),
        ("legal-resources", registries.list_legal_resources(session)),
    ):
        lists[name] = _of((one.id, one.title.model_dump(exclude_none=True)) for one in records)
    lists["purpose"], lists["unit"] = _of(PURPOSES.items()), _of(COST_UNITS.items())
    lists["language"] = _of(_LANGUAGES.items())
    return Vocabulary(lists)


def _of(pairs: Iterable[tuple[str, Labels]]) -> CodeList:
    made = CodeList()
    for code, labels in pairs:
        made.add(code, labels)
    return made


def _of_schemes(session: Session, schemes: Iterable[str]) -> CodeList:
    made = CodeList()
    for scheme in schemes:
        try:
            concepts = list_concepts(session, scheme)
        except SchemeNotFound:  # a catalogue that is not filled yet
            continue
        for one in concepts:
            if one.is_active and one.is_assignable:
                made.add(one.notation, one.pref_label)
    return made
