"""The schemes that come with the catalogue break no rule badly."""

from pathlib import Path

import pytest

from app.core.settings import ROOT
from app.taxonomy.integrity import Terms, check
from app.taxonomy.reading_files import state_of
from app.taxonomy.schemas import SchemeFile

FILES = [
    path
    for path in sorted((ROOT / "taxonomy").glob("*.json"))
    if not path.stem.startswith("lexicon-")
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_seeded_scheme_has_no_error(path: Path) -> None:
    file = SchemeFile.model_validate_json(path.read_bytes())
    terms = Terms(
        is_polyhierarchical=file.scheme.is_polyhierarchical,
        notation_pattern=file.scheme.notation_pattern,
    )

    found = check(state_of(file), terms=terms, listed=[one.id for one in file.concepts])

    assert [one.message["en"] for one in found if one.severity == "error"] == []
