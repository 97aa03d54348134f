"""A version survives every notation of SKOS."""

from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings

from app.interchange.schemes.errors import UnreadableScheme, UnwritableScheme
from app.interchange.schemes.json_ld import to_json_ld, to_rdf_xml, to_turtle
from app.interchange.schemes.snapshots import read_json
from app.taxonomy.state import ConceptState, SchemeState, canonical, digest, snapshot
from tests.interchange.schemes.conftest import read_graph
from tests.interchange.schemes.states import BASE, document_of, states
from tests.interchange.schemes.world import PORTS, full_state


def test_a_snapshot_comes_back_as_it_was_or_is_refused(tmp_path: Path) -> None:
    text = snapshot(full_state()).encode()

    def read(content: bytes) -> SchemeState:
        (tmp_path / "sent.json").write_bytes(content)
        return read_json(tmp_path / "sent.json").state

    assert digest(read(text)) == digest(full_state())
    for broken in (text[:-1], text.replace(b'"status":"active"', b'"status":"x"'), b"[]", b"3"):
        with pytest.raises(UnreadableScheme):
            read(broken)
    with pytest.raises(UnreadableScheme, match="twice"):
        read(text.replace(b"c_sea222222222", b"c_ports2222222"))


WRITERS = {
    "turtle": lambda document: to_turtle(document, base_url=BASE).encode(),
    "rdfxml": lambda document: to_rdf_xml(document, base_url=BASE).encode(),
    "jsonld": lambda document: orjson.dumps(to_json_ld(document, base_url=BASE)),
}


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=60)
@given(state=states())
def test_every_version_comes_back_as_it_was(form, state) -> None:
    document = document_of(state)

    read = read_graph(WRITERS[form](document), form)

    assert canonical(read.state) == canonical(state)
    assert read.about == document.about
    assert (read.placeholders, read.notices) == ({}, ())


def test_the_same_version_is_the_same_bytes() -> None:
    for write in WRITERS.values():
        assert write(document_of(full_state())) == write(document_of(full_state()))


def test_siblings_stand_in_the_order_of_each_parent() -> None:
    read = read_graph(WRITERS["turtle"](document_of(full_state())), "turtle")

    transport = read.state.concepts["c_transport222"]
    sea = read.state.concepts["c_sea222222222"]
    assert transport.narrower == ("c_roads2222222", "c_ports2222222", "c_fax222222222")
    assert sea.broader == ("c_ports2222222", "c_roads2222222")


def test_a_link_that_is_said_once_is_read_on_both_sides() -> None:
    turtle = """
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix : <http://example.org/> .
    :s a skos:ConceptScheme ; skos:prefLabel "Services"@en .
    :10 a skos:Concept ; skos:inScheme :s ; skos:broader :1 ; skos:notation "10" .
    :1 a skos:Concept ; skos:inScheme :s ; skos:notation "1" ; skos:narrower :2 .
    :2 a skos:Concept ; skos:inScheme :s ; skos:related :10 ; skos:notation "2" .
    """

    read = read_graph(turtle.encode(), "turtle", known={"10": PORTS})

    concepts = {one.notation: one for one in read.state.concepts.values()}
    assert read.placeholders == {"new_1": "http://example.org/1", "new_2": "http://example.org/2"}
    assert concepts["1"].narrower == ("new_2", PORTS)
    assert concepts["2"].broader == ("new_1",)
    assert (concepts["2"].related, concepts["10"].related) == ((PORTS,), ("new_2",))
    assert (read.state.scheme, read.about.title) == ("s", {"en": "Services"})


def test_notes_as_things_are_read_as_texts() -> None:
    turtle = """
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix xkos: <http://rdf-vocabulary.ddialliance.org/xkos#> .
    <http://example.org/a> a skos:Concept ; skos:prefLabel "أ"@ar ;
      skos:scopeNote [ xkos:plainText "What is meant."@en ] , "Also this."@en .
    """

    read = read_graph(turtle.encode(), "turtle")

    assert read.state.concepts["new_1"].scope_note == {"en": "Also this.\n\nWhat is meant."}


@pytest.mark.parametrize("mapping", [("exactMatch", "not an address"), ("sameAs", "x:a")])
def test_a_mapping_to_no_address_cannot_be_written(mapping: tuple[str, str]) -> None:
    concept = ConceptState("c_a", "1", {"en": "A"}, mappings=(mapping,))

    with pytest.raises(UnwritableScheme, match=mapping[1]):
        WRITERS["turtle"](document_of(SchemeState("services", {"c_a": concept}, ("c_a",))))
