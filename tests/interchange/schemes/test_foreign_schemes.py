"""Real taxonomies of other governments are read; nothing of them is lost on the way."""

from pathlib import Path

import pytest

from app.interchange.schemes.files import FORMATS, format_of, read_scheme, write_scheme
from app.interchange.schemes.table_reading import TableOptions
from app.interchange.schemes.values import ReadScheme, SchemeDocument
from app.taxonomy.state import digest
from tests.interchange.schemes.conftest import foreign
from tests.interchange.schemes.states import BASE

CN = {"CN 2022": "notation", "Name": "prefLabel.en"}
LGSL = {"LGSL": "notation", "Description": "prefLabel.en"}
COFOG = {"Code": "notation", "Description_EN": "prefLabel.en", "Description_FR": "prefLabel.fr"}
# The file, the headers of a table, and how many concepts and top concepts it holds.
REAL = [
    ("openeligibility-il/skos/1.0.0.ttl", {}, 494, 2),
    ("openeligibility-il/skos/6.0.1.ttl", {}, 474, 3),
    ("openeligibility/skos/2013-08-27-845af57.ttl", {}, 283, 11),
    ("ptv-finland/skos/service-classes-1_5.ttl", {}, 439, 55),
    ("ptv-finland/skos/service-classes-3_4.ttl", {}, 230, 30),
    ("italia-public-services/channel-2022-09-13-d374f65.ttl", {}, 39, 5),
    ("eurostat-classifications/CN2022.csv", CN, 12_630, 12_630),
    ("lgsl-govuk/local_services-2025-07-02-71d85309e.csv", LGSL, 117, 117),
    ("cofog/cofog.csv", COFOG, 188, 188),
]


def read(file: Path, names: dict[str, str]) -> ReadScheme:
    form = format_of(file)
    assert form is not None
    return read_scheme(file, form, TableOptions("", names=names))


@pytest.mark.parametrize(("name", "names", "concepts", "top"), REAL, ids=[one[0] for one in REAL])
def test_it_is_read_whole(name: str, names: dict[str, str], concepts: int, top: int) -> None:
    found = read(foreign(name), names)

    assert (len(found.state.concepts), len(found.state.top)) == (concepts, top)
    assert len(found.placeholders) == concepts


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "json"])
def test_it_goes_from_one_format_to_another_and_back(form: str, tmp_path: Path) -> None:
    found = read(foreign("ptv-finland/skos/service-classes-1_7.ttl"), {})
    file = tmp_path / f"version{FORMATS[form].suffix}"
    file.write_bytes(write_scheme(SchemeDocument(found.about, found.state), form, base_url=BASE))

    # Placeholders are no ids, so they are given anew, in the same order.
    again = read_scheme(file, form, TableOptions("serviceclasses"))

    assert digest(again.state) == digest(found.state)


def test_labels_from_right_to_left_are_kept() -> None:
    found = read(foreign("openeligibility-il/skos/6.0.1.ttl"), {})

    labels = {one.notation: one.pref_label for one in found.state.concepts.values()}
    assert labels["human_situations:age_group:adults"] == {"en": "Adults", "he": "מבוגרים"}


def test_a_cycle_is_read_for_the_rules_to_find() -> None:
    found = read(foreign("openeligibility/skos/2013-11-21-e1ff3a9.ttl"), {})

    assert len(found.state.concepts) == 384
