"""The columns of a table of concepts, by what they are called in Arabic and English. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from app.core.languages import LANGUAGES
from app.core.reading.headers import header_key, key_of, names_in
from app.interchange.schemes.vocabulary import MATCHES
from app.taxonomy.state import ConceptState

_LANGUAGE_NAMES: Mapping[str, tuple[str, str]] = {
    "ar": ("بالعربية", "in Arabic"),
    "en": ("بالإنجليزية", "in English"),
}
TEXTS: Mapping[str, tuple[str, str]] = {
    "prefLabel": ("التسمية", "Label"),
    "altLabel": ("المرادفات", "Synonyms"),
    "hiddenLabel": ("تسميات للبحث فقط", "Hidden labels"),
    "definition": ("التعريف", "Definition"),
    "scopeNote": ("نطاق الاستخدام", "Scope note"),
}
LISTS = frozenset(("altLabel", "hiddenLabel"))
LINKS: Mapping[str, tuple[str, str]] = {
    "broader": ("رمز الأعلى", "Parent notation"),
    "narrowerInOrder": ("ترتيب ما تحته", "Order of children"),
    "related": ("ذو صلة", "Related"),
    "replacedBy": ("حل محله", "Replaced by"),
    "consider": ("البدائل الممكنة", "Consider instead"),
}
_PLAIN: Mapping[str, tuple[str, str]] = {
    "id": ("المعرّف", "Id"),
    "notation": ("الرمز", "Notation"),
    "isAssignable": ("يُصنَّف به", "Assignable"),
    "status": ("الحالة", "Status"),
    "isTopConcept": ("في الأعلى", "Top concept"),
}
_MATCHES: Mapping[str, tuple[str, str]] = dict(
    zip(
        MATCHES,
        (
            ("يطابق تماماً", "Exact match"),
            ("يقارب", "Close match"),
            ("مقابل أوسع", "Broad match"),
            ("مقابل أضيق", "Narrow match"),
            ("مقابل ذو صلة", "Related match"),
        ),
        strict=True,
    )
)
_ALIASES: Mapping[str, str] = {
    "code": "notation",
    "الكود": "notation",
    "رمز التصنيف": "notation",
    "رقم التصنيف": "notation",
    "concept id": "id",
    "parent": "broader",
    "parent code": "broader",
    "broader notation": "broader",
    "الأعلى": "broader",
    "الأب": "broader",
    "رمز الأب": "broader",
    "التصنيف الأعلى": "broader",
    "label": "prefLabel.en",
    "name": "prefLabel.en",
    "title": "prefLabel.en",
    "name ar": "prefLabel.ar",
    "name en": "prefLabel.en",
    "التسمية": "prefLabel.ar",
    "الاسم": "prefLabel.ar",
    "الاسم بالعربية": "prefLabel.ar",
    "الاسم بالإنجليزية": "prefLabel.en",
    "synonyms": "altLabel.en",
    "المرادفات": "altLabel.ar",
    "مرادفات": "altLabel.ar",
    "definition": "definition.en",
    "description": "definition.en",
    "التعريف": "definition.ar",
    "الوصف": "definition.ar",
    "scope note": "scopeNote.en",
    "نطاق الاستخدام": "scopeNote.ar",
}
_TEXT_PATH = re.compile(rf"({'|'.join(TEXTS)})[.@]([a-z]{{2,3}}(?:-[a-z0-9]{{1,8}})*)")


@dataclass(frozen=True)
class Column:
    """A column: what it fills, and in which language when it holds texts."""

    field: str
    language: str = ""

    @property
    def name(self) -> str:
        """The name that programs use, such as ``prefLabel.ar``."""
        return f"{self.field}.{self.language}" if self.language else self.field

    def label(self, place: int) -> str:
        """What people read above the column: in Arabic (0) or English (1)."""
        names = {**_PLAIN, **LINKS, **_MATCHES, **TEXTS}[self.field]
        if not self.language:
            return names[place]
        known = _LANGUAGE_NAMES.get(self.language)
        return f"{names[place]} {known[place]}" if known else self.name


def columns_for(concepts: Sequence[ConceptState]) -> list[Column]:
    """List the columns that hold all of these concepts: those of every table, and more."""
    languages = [*LANGUAGES, *sorted(_languages(concepts) - set(LANGUAGES))]
    texts = [Column(field, language) for field in TEXTS for language in languages]
    plain = [Column(name) for name in ("id", "notation", "broader")]
    rest = [
        "isAssignable",
        "status",
        "isTopConcept",
        *(name for name in LINKS if name != "broader"),
        *MATCHES,
    ]
    return [*plain, *texts, *map(Column, rest)]


def find_column(header: str, names: Mapping[str, str] | None = None) -> Column | None:
    """Find the column of a header in either language; ``names`` says more headers."""
    if given := (names or {}).get(header.strip()):
        return _of_name(given)
    exact = _of_name(header.strip())
    if exact:
        return exact
    found = {one for part in (header, *names_in(header)) if (one := _known().get(header_key(part)))}
    return found.pop() if len(found) == 1 else None


def known_headers(names: Iterable[str] = ()) -> list[str]:
    """List all headers as ``header_key`` writes them, with further ones."""
    return sorted({*_known(), *(header_key(one) for one in names)})


def _languages(concepts: Iterable[ConceptState]) -> set[str]:
    return {
        language
        for one in concepts
        for texts in (
            one.pref_label, one.alt_label, one.hidden_label, one.definition, one.scope_note
        )
        for language in texts
    }  # fmt: skip


def _of_name(name: str) -> Column | None:
    if name in {**_PLAIN, **LINKS, **_MATCHES}:
        return Column(name)
    text = _TEXT_PATH.fullmatch(name)
    return Column(text[1], text[2]) if text else None


@cache
def _known() -> Mapping[str, Column]:
    plain = [Column(name) for name in (*_PLAIN, *LINKS, *_MATCHES)]
    columns = [*plain, *(Column(field, language) for field in TEXTS for language in LANGUAGES)]
    found = {
        key_of(text): column
        for column in columns
        for text in (column.name, column.label(0), column.label(1))
    }
    aliases = {key_of(text): _of_name(name) for text, name in _ALIASES.items()}
    return {**{key: one for key, one in aliases.items() if one}, **found}
