"""A version as a table: CSV for programs, and a workbook for people to edit and send back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO

from app.core.csv_text import csv_lines
from app.core.workbooks import Book
from app.interchange.schemes.cells import joined
from app.interchange.schemes.columns import LISTS, Column, columns_for
from app.interchange.schemes.ordering import Places, in_order, is_told, places_of, stands_alone
from app.interchange.schemes.values import SchemeDocument
from app.interchange.schemes.vocabulary import MATCHES
from app.taxonomy.state import ConceptState, SchemeState

CONCEPTS = "المفاهيم Concepts"
_FIRST_ROW, _SPARE_ROWS = 2, 1000
_WIDE = frozenset(("definition", "scopeNote", "altLabel"))
YES, NO = "نعم", "لا"
ACTIVE, DEPRECATED = "مستخدم", "متوقف الاستخدام"
_CHOICES = {"isAssignable": [YES, NO], "isTopConcept": [YES, NO], "status": [ACTIVE, DEPRECATED]}
_IN_ARABIC = {"true": YES, "false": NO, "active": ACTIVE, "deprecated": DEPRECATED}


def to_csv(document: SchemeDocument) -> str:
    """Write the concepts in tree order; the headers are names such as ``prefLabel.ar``."""
    columns, rows = _table(document.state)
    named = ({column.name: text for column, text in row.items()} for row in rows)
    return "".join(csv_lines(named, [column.name for column in columns]))


def to_workbook(document: SchemeDocument) -> bytes:
    """Write the concepts in tree order below headers in Arabic and English."""
    columns, rows = _table(document.state)
    target = BytesIO()
    book = Book(target)
    # A date of the version, and not of this moment: equal versions give equal bytes.
    issued = document.about.issued or date(2000, 1, 1)
    book.book.set_properties({"created": datetime.combine(issued, time())})
    sheet = book.sheet(CONCEPTS)
    sheet.freeze_panes(_FIRST_ROW, 2)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 40 if column.field in _WIDE else 22, book.styles["text"])
    for language in (0, 1):
        for place, column in enumerate(columns):
            book.write(sheet, language, place, column.label(language), "header")
    for number, row in enumerate(rows, _FIRST_ROW):
        for place, column in enumerate(columns):
            book.write(sheet, number, place, _shown(column, row.get(column, "")), "text")
    for place, column in enumerate(columns):
        if choice := _CHOICES.get(column.field):
            listed = {"validate": "list", "source": choice, "show_error": False}
            last = _FIRST_ROW + len(rows) + _SPARE_ROWS
            sheet.data_validation(_FIRST_ROW, place, last, place, listed)
    book.close()
    return target.getvalue()


def _shown(column: Column, text: str) -> str:
    return _IN_ARABIC.get(text, text) if column.field in _CHOICES else text


def _table(state: SchemeState) -> tuple[list[Column], list[Mapping[Column, str]]]:
    concepts = in_order(state)
    places, names = places_of(concepts), _names(state)
    tops = frozenset(state.top)
    rows: list[Mapping[Column, str]] = [
        {**_row(one, names, places), Column("isTopConcept"): _top(one, is_top=one.id in tops)}
        for one in concepts
    ]
    return columns_for(concepts), rows


def _top(concept: ConceptState, *, is_top: bool) -> str:
    """Say whether a concept stands at the top, where its other cells do not tell."""
    if is_top == stands_alone(concept):
        return ""
    return "true" if is_top else "false"


def _names(state: SchemeState) -> dict[str, str]:
    """Name each concept by its notation, or by its id where that names several."""
    holders: dict[str, int] = {}
    for one in state.concepts.values():
        holders[one.notation] = holders.get(one.notation, 0) + 1
    return {
        key: one.notation if holders[one.notation] == 1 else key
        for key, one in state.concepts.items()
    }


def _row(concept: ConceptState, names: Mapping[str, str], places: Places) -> Mapping[Column, str]:
    texts = {
        "prefLabel": concept.pref_label,
        "definition": concept.definition,
        "scopeNote": concept.scope_note,
    }
    row = {Column(field, code): text for field, by in texts.items() for code, text in by.items()}
    for field, labels in zip(sorted(LISTS), (concept.alt_label, concept.hidden_label), strict=True):
        row |= {Column(field, language): joined(items) for language, items in labels.items()}
    return row | {Column(field): text for field, text in _plain(concept, names, places).items()}


def _plain(concept: ConceptState, names: Mapping[str, str], places: Places) -> Mapping[str, str]:
    def of(keys: Sequence[str]) -> str:
        return joined(names.get(key, key) for key in keys)

    return {
        "id": concept.id,
        "notation": concept.notation,
        "broader": of(concept.broader),
        "narrowerInOrder": "" if is_told(concept.narrower, places) else of(concept.narrower),
        "isAssignable": "true" if concept.is_assignable else "false",
        "status": concept.status,
        "related": of(concept.related),
        "replacedBy": of(concept.replaced_by),
        "consider": of(concept.consider),
        **{
            relation: joined(target for name, target in concept.mappings if name == relation)
            for relation in MATCHES
        },
    }
