"""The closed lists of codes: as the shapes have them, named in both languages."""

from typing import get_args

import pytest

from app.catalogue.errors import RecordNotFound
from app.catalogue.queries.code_lists import get_code, get_code_list, list_code_lists
from app.catalogue.rules.code_lists import CODE_LISTS, COST_UNITS, ENTITY_TYPES, PURPOSES
from app.catalogue.schemas.content import CostUnit, Purpose
from app.entities.schemas import EntityType


@pytest.mark.parametrize(
    ("codes", "shape"), [(PURPOSES, Purpose), (COST_UNITS, CostUnit), (ENTITY_TYPES, EntityType)]
)
def test_a_list_holds_the_codes_of_its_shape(codes: dict[str, object], shape: object) -> None:
    assert set(codes) == set(get_args(shape))


def test_every_code_has_a_label_in_both_languages() -> None:
    assert [one.id for one in list_code_lists()] == list(CODE_LISTS)
    assert all(code.label.ar and code.label.en for one in list_code_lists() for code in one.codes)


def test_one_code_is_read() -> None:
    assert get_code("purpose", "pay").label.en == "Pay"
    assert get_code_list("evidence-use").codes == [get_code("evidence-use", "optional")]


@pytest.mark.parametrize(("name", "code"), [("purpose", "fly"), ("nothing", "pay")])
def test_what_is_not_there_is_not_found(name: str, code: str) -> None:
    with pytest.raises(RecordNotFound):
        get_code(name, code)
