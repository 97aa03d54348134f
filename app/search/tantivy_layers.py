"""Where tantivy keeps the words of a service: each in the first of its texts that has it.

Words are worth less from one text to the next: keyword, label, entity, text, body. Of the texts
that hold a word only the one worth most counts, so the word is kept in that one alone. Then what
it earns in either of them is a plain sum, which tantivy adds up in half the time of a maximum.
Words that are another way to say something count in the description alone, whatever label
holds them too: such words of a description are kept once more.
"""

from collections.abc import Mapping

from app.search.documents import Field

LAYERS = (Field.KEYWORD, Field.LABEL, Field.ENTITY, Field.TEXT, Field.BODY)
"""Texts in the order of what a word is worth in them."""

Terms = Mapping[Field, frozenset[str]]


def term_field(field: Field) -> str:
    """Return the tantivy field that holds the terms of a field."""
    return f"t_{field.value}"


TEXT_TOO = f"{term_field(Field.TEXT)}_too"
"""Words of a description that a label or the name of an entity has, but no title or keyword."""

TERM_FIELDS = (*map(term_field, Field), TEXT_TOO)
_NAMES = {field: term_field(field) for field in Field}
_LOOKED_UP: Mapping[Field, tuple[str, ...]] = {
    **{field: (term_field(field),) for field in Field},
    Field.TEXT: (term_field(Field.TEXT), TEXT_TOO),
}


def looked_up(field: Field) -> tuple[str, ...]:
    """Return the tantivy fields where a word of a field may stand, unless it is worth more."""
    return _LOOKED_UP[field]


def in_layers(terms: Terms) -> dict[str, frozenset[str]]:
    """Return the terms of a service by tantivy's fields."""
    found = {_NAMES[field]: held for field, held in terms.items()}
    keyword, label, entity, text, body = (terms[field] for field in LAYERS)
    above = keyword | label | entity
    found[_NAMES[Field.LABEL]] = label - keyword
    found[_NAMES[Field.ENTITY]] = entity - label - keyword
    found[_NAMES[Field.TEXT]] = text - above
    found[_NAMES[Field.BODY]] = body - above - text
    found[TEXT_TOO] = (text & above) - terms[Field.NAME]
    return found
