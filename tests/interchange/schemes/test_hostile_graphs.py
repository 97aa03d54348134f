"""SKOS files that mean harm, or are broken, are refused with a reason; nothing is fetched."""

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.reading import limits
from app.core.reading.graphs import GRAPHS
from app.core.reading.refusals import Refused
from app.interchange.schemes import statements
from app.interchange.schemes.errors import UnreadableScheme
from app.interchange.schemes.files import read_scheme
from app.interchange.schemes.table_reading import TableOptions
from tests.interchange.schemes.conftest import STANDARDS, read_graph

HEAD = (
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix dct: <http://purl.org/dc/terms/> .\n"
    "@prefix dalil: <https://dalil.example/ns#> .\n"
    "@prefix : <http://example.org/> .\n"
)
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
)
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
WATCHED = {"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"}
_seen: list[str] = []
_watched: list[int | None] = [None]
"""The thread whose doings are listed: others, of tests before, may still be ending."""


def _watch(event: str, _arguments: object) -> None:
    if event in WATCHED and threading.get_ident() == _watched[0]:
        _seen.append(event)


@pytest.fixture
def touched() -> Iterator[list[str]]:
    """List what is opened or reached while a test runs."""
    if _watch not in _HOOKED:
        sys.addaudithook(_watch)
        _HOOKED.append(_watch)
    _seen.clear()
    _watched[0] = threading.get_ident()
    yield _seen
    _watched[0] = None


_HOOKED: list[object] = []


def refusal(folder: Path, content: bytes | str, form: str) -> str:
    """Read a file that must be refused; gives the rule."""
    file = folder / "sent"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(UnreadableScheme) as refused:
        read_scheme(file, form, TableOptions(""))
    assert refused.value.findings[0].message.keys() == {"ar", "en"}
    return refused.value.findings[0].rule


XML = {
    "billion laughs": f"<!DOCTYPE r [{LAUGHS}]><rdf:RDF {RDF}>&l9;</rdf:RDF>",
    "external entity": (
        f'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]><rdf:RDF {RDF}>&e;</rdf:RDF>'
    ),
    "external type": (
        f'<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><rdf:RDF {RDF}/>'
    ),
}
CONTEXTS = {
    "remote context": '{"@context":"http://127.0.0.1:9/c.jsonld","@id":"x:a"}',
    "file context": '{"@context":"file:///etc/hostname","@id":"x:a"}',
    "well-known context": '{"@context":"https://schema.org","a":1}',
    "imported context": '{"@context":{"@import":"http://127.0.0.1:9/c"},"a":1}',
}
TURTLE = {
    "deep lists": (":a :p " + "(" * 200_000, "FILE-SYNTAX"),
    "half a pair": (':a skos:prefLabel "\\ud800"@ar .', "FILE-SYNTAX"),
    "not finished": (":a skos:prefLabel ", "FILE-SYNTAX"),
    "relative addresses": ("<a> <b> <c> .", "FILE-SYNTAX"),
    "nothing": ("", "FILE-EMPTY"),
    "no concepts": (":a :b :c .", "FILE-EMPTY"),
    "reversed text": (':a a skos:Concept ; skos:prefLabel "x\u202ey"@en .', "FILE-TEXT"),
    "NUL": (':a a skos:Concept ; skos:prefLabel "x\\u0000y"@en .', "FILE-TEXT"),
    "two lines": (':a a skos:Concept ; skos:prefLabel "x\\ny"@en .', "FILE-TEXT"),
    "two labels": (':a a skos:Concept ; skos:prefLabel "x"@en, "y"@en .', "FILE-LABELS"),
    "two schemes": (
        ":a a skos:Concept ; skos:inScheme :x . :b a skos:Concept ; skos:inScheme :y .",
        "FILE-SCHEMES",
    ),
    "one id twice": (
        ':a a skos:Concept ; dct:identifier "c_aa" . :b a skos:Concept ; dct:identifier "c_aa" .',
        "FILE-TWICE",
    ),
}
HOSTILE = {
    **{name: (content, "rdfxml", "FILE-DOCTYPE") for name, content in XML.items()},
    **{name: (content, "jsonld", "FILE-CONTEXT") for name, content in CONTEXTS.items()},
    **{name: (HEAD + said, "turtle", rule) for name, (said, rule) in TURTLE.items()},
    "deep JSON": ('{"a":' * 200_000, "jsonld", "FILE-SYNTAX"),
    "not UTF-8": (b"\xff\xfe\x00", "turtle", "FILE-SYNTAX"),
    "not XML": ("not XML at all", "rdfxml", "FILE-SYNTAX"),
}
WORDS = ["@id", "@type", "@value", "@language", "@list", "@graph", "skos:prefLabel", "x"]


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    content, form, rule = HOSTILE[name]

    assert refusal(tmp_path, content, form) == rule


@pytest.mark.measured
@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_is_fetched_or_opened(name: str, touched: list[str]) -> None:
    content, form, _ = HOSTILE[name]
    began = time.process_time()

    assert is_read_or_refused(content.encode() if isinstance(content, str) else content, form)

    assert time.process_time() - began < 10  # twice as slow where lines are counted
    assert touched == []


def test_a_file_that_is_too_large_is_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "MOST_BYTES", 100)

    assert refusal(tmp_path, HEAD, "turtle") == "FILE-SIZE"


def test_too_many_statements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_STATEMENTS", 3)

    with pytest.raises(Refused, match="too-many-statements"):
        read_graph((HEAD + ":a :p 1, 2, 3, 4 .").encode(), "turtle")


def test_a_short_name_of_a_long_address_is_counted_in_full(tmp_path: Path) -> None:
    long = "http://example.org/" + "x" * 1_000_000 + "/"
    many = ", ".join(f"a:{number}" for number in range(1000))

    assert refusal(tmp_path, f"@prefix a: <{long}> . a:s a:p {many} .", "turtle") == "FILE-SIZE"


def test_json_that_unpacks_to_gigabytes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GRAPH_CPU_SECONDS", 1)
    types = ",".join(f'"a:{number}"' for number in range(50_000))
    context = '{"a":"http://example.org/' + "x" * 20_000 + '/"}'
    said = f'{{"@context":{context},"@id":"a:s","@type":[{types}]}}'

    assert refusal(tmp_path, said, "jsonld") == "FILE-SIZE"


@pytest.mark.parametrize(
    "said",
    [
        ":a skos:broader :a .",
        ":a skos:broader :b . :b a skos:Concept ; skos:broader :a .",
        "_:l rdf:rest _:l . :a dalil:narrowerInOrder _:l .",
        "_:l rdf:first 1 ; rdf:rest 2 . :a dalil:narrowerInOrder _:l .",
        ':a dalil:place "99999999999999999999999999"; dalil:isAssignable "maybe" .',
        ':a skos:notation "' + "9" * 5000 + '" .',
        ":a skos:related _:b . _:b a skos:Concept .",
        ":a skos:exactMatch <urn:x:\u00e9> ; skos:scopeNote [ skos:prefLabel 3 ] .",
    ],
)
def test_what_is_odd_but_harmless_is_read(said: str) -> None:
    read = read_graph((HEAD + ":a a skos:Concept . " + said).encode(), "turtle")

    assert "new_1" in read.state.concepts


def is_read_or_refused(content: bytes, form: str) -> bool:
    try:
        read_graph(content, form)
    except (UnreadableScheme, Refused):
        return True
    return True


@pytest.mark.parametrize("form", GRAPHS)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_is_sent_is_read_or_refused(form: str, content: bytes) -> None:
    assert is_read_or_refused(content, form)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
        lambda one: st.lists(one) | st.dictionaries(st.sampled_from(WORDS), one, max_size=4),
        max_leaves=12,
    )
)
def test_whatever_json_is_sent_is_read_or_refused(value) -> None:
    context = {"skos": "http://www.w3.org/2004/02/skos/core#", "x": "http://example.org/x"}

    assert is_read_or_refused(orjson.dumps({"@context": context, "@graph": value}), "jsonld")


def test_every_example_of_the_shapes_is_read_or_refused() -> None:
    files = [one for one in (STANDARDS / "skohub-shapes/tests").rglob("*.ttl") if one.is_file()]
    if not files:
        pytest.skip("the examples of the shapes are not at hand")

    assert len(files) == 89
    assert [one.name for one in files if not is_read_or_refused(one.read_bytes(), "turtle")] == []
