"""The template: a workbook with drop-downs, instructions and the codes; empty or filled."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import chain

from sqlalchemy.orm import Session
from xlsxwriter.worksheet import Worksheet

from app.catalogue.queries.entries import KeptEntry, list_entries
from app.core.access import Caller, require
from app.core.workbooks import Book
from app.entities.queries import get_entity
from app.submissions.imports import instructions
from app.submissions.imports.columns import LEAVES, Column, Leaf, column_at, numbered
from app.submissions.imports.flattening import Flat, flatten, in_order, plain_lists
from app.submissions.imports.sheet_names import CODES, INSTRUCTIONS, SERVICES
from app.submissions.imports.vocabulary import Vocabulary, load_vocabulary

REQUIRED = frozenset(
    ("sourceId", "title.ar", "description.ar", "isClassifiedBy")  # what a new entry cannot lack
)
_GROUPS: Mapping[str, int] = {
    "hasChannel.#.type": 3,
    "hasChannel.#.purpose": 3,
    "hasChannel.#.url": 3,
    "hasChannel.#.phone": 3,
    "hasCost.#.amountFils": 2,
    "hasCost.#.unit": 2,
    "hasCost.#.description.ar": 2,
    "hasCost.#.description.en": 2,
    "holdsRequirement.#.title.ar": 3,
    "holdsRequirement.#.title.en": 3,
    "follows.#.title.ar": 5,
    "follows.#.title.en": 5,
    "contactPoint.#.email": 1,
    "contactPoint.#.telephone": 1,
}
_NOT_SHOWN = frozenset(("requires", "spatial", "language"))
_FIRST_ROW, _LAST_ROW = 2, 5000
_PAGE = 200


def make_template(session: Session, entity: str, *, caller: Caller) -> bytes:
    """Make the empty template for an entity.

    Raises:
        MissingRight: the caller may not run imports for it.
        EntityNotFound: there is no such entity.

    """
    require(caller, "imports:run", entity)
    get_entity(session, entity)
    return _write(load_vocabulary(session), _standard({}), [])


def make_filled(session: Session, entity: str, *, caller: Caller) -> bytes:
    """Make a workbook of the entries that an entity has now, to be edited and sent back.

    Raises:
        MissingRight: the caller may not see this entity's entries.
        EntityNotFound: there is no such entity.

    """
    require(caller, "entries:read", entity)
    get_entity(session, entity)
    kept = _all_entries(session, entity)
    is_plain = plain_lists(one.content for one in kept)
    flats = [flatten(one.source_id, one.content, is_plain=is_plain) for one in kept]
    used = set(chain.from_iterable(flats))
    columns = in_order(used | set(_standard(is_plain)))
    return _write(load_vocabulary(session), columns, flats)


def _all_entries(session: Session, entity: str) -> list[KeptEntry]:
    found: list[KeptEntry] = []
    while page := list_entries(
        session, entity, after=found[-1].source_id if found else "", limit=_PAGE
    ):
        found += page
    return found


def _standard(is_plain: Mapping[str, bool]) -> list[Column]:
    """List the columns that every template has."""
    groups = [
        column
        for name, number in _GROUPS.items()
        for place in range(1, number + 1)
        if (column := column_at(name.replace("#", str(place))))
    ]
    plain = [numbered(leaf) for leaf in LEAVES if _is_single(leaf, is_plain)]
    return in_order([*plain, *groups])


def _is_single(leaf: Leaf, is_plain: Mapping[str, bool]) -> bool:
    return 0 not in leaf.path and leaf.field not in _NOT_SHOWN and is_plain.get(leaf.field, True)


def _write(vocabulary: Vocabulary, columns: Sequence[Column], rows: Sequence[Flat]) -> bytes:
    target = BytesIO()
    book = Book(target)
    sheet = book.sheet(SERVICES)
    explained, coded = book.sheet(INSTRUCTIONS), book.sheet(CODES)
    _write_headers(book, sheet, columns)
    for number, flat in enumerate(rows, _FIRST_ROW):
        for place, column in enumerate(columns):
            if column in flat:
                _write_cell(book, sheet, number, place, flat[column])
    lists = instructions.write_codes(book, coded, vocabulary)
    instructions.write(book, explained, columns, REQUIRED)
    _add_choices(sheet, columns, lists, last=max(_LAST_ROW, len(rows) + 1000))
    book.close()
    return target.getvalue()


def _write_headers(book: Book, sheet: Worksheet, columns: Sequence[Column]) -> None:
    sheet.freeze_panes(_FIRST_ROW, 1)
    for place, column in enumerate(columns):
        is_number = column.leaf.kind == "number"
        width = 40 if column.leaf.kind == "text" and column.path[0] == "description" else 22
        sheet.set_column(place, place, width, book.styles["number" if is_number else "text"])
    for row, language in enumerate(("ar", "en")):
        for place, column in enumerate(columns):
            style = "required" if column.name in REQUIRED else "header"
            book.write(sheet, row, place, column.label(language), style)  # type: ignore[arg-type]  # the two languages


def _write_cell(book: Book, sheet: Worksheet, row: int, place: int, value: object) -> None:
    if isinstance(value, bool):
        book.write(sheet, row, place, "نعم" if value else "لا", "text")
    else:
        book.write(sheet, row, place, value, "number" if isinstance(value, int) else "text")


def _add_choices(
    sheet: Worksheet, columns: Sequence[Column], lists: Mapping[str, str], *, last: int
) -> None:
    """Offer the known values; a list of several is typed, so none is forced on a cell."""
    for place, column in enumerate(columns):
        source: object = lists.get(column.leaf.scheme)
        if column.leaf.kind == "flag":
            source = ["نعم", "لا"]
        if source:
            choice = {"validate": "list", "source": source, "show_error": False}
            sheet.data_validation(_FIRST_ROW, place, last, place, choice)
