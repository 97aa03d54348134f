"""Whatever a valid document holds, its linked data is written, agrees and conforms."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Triple, parse

from app.interchange import cpsv_ap, schema_org

BASE = "https://dalil.example"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SERVICE = "http://purl.org/vocab/cpsv#PublicService"

# Control characters never enter the catalogue, so rdflib need not read them.
lines = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], codec="utf-8"), min_size=1, max_size=30
)
codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True)
local_texts = st.one_of(
    st.fixed_dictionaries({"ar": lines}, optional={"en": lines}),
    st.fixed_dictionaries({"en": lines}),
)
addresses = st.one_of(
    st.none(), st.from_regex(r"https?://[^\s<>\"]{1,20}", fullmatch=True), st.just("http://[")
)
durations = st.sampled_from([None, "P3D", "P2W", "PT30M", "P1Y2M", "P1W2DT3H"])
days = st.sampled_from([None, "2026-01-01", "2026-02-01T00:00:00Z"])


def _item(**fields):
    return st.fixed_dictionaries(fields)


def _list(strategy):
    return st.lists(strategy, max_size=3)


hours = _item(
    days=st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1),
    opens=st.times().map(str),
    closes=st.times().map(str),
    description=st.one_of(st.none(), local_texts),
)
classifications = _item(
    scheme=codes, notation=codes, conceptId=codes, prefLabel=local_texts, path=_list(codes)
)
channels = _item(
    type=codes,
    purpose=st.one_of(st.none(), codes),
    channel=st.one_of(st.none(), codes),
    url=addresses,
    title=local_texts,
    processingTime=durations,
    phone=st.one_of(st.none(), lines),
    description=st.one_of(st.none(), local_texts),
    openingHours=_list(hours),
)
costs = _item(
    amountFils=st.one_of(st.none(), st.integers(0, 10**12)),
    currency=st.sampled_from(["KWD", "USD"]),
    unit=st.sampled_from(["per-request", "per-year", "percent"]),
    description=st.one_of(st.none(), local_texts),
    condition=st.one_of(st.none(), local_texts),
    validFrom=days,
    validTo=days,
    channel=st.one_of(st.none(), codes),
)
evidence = _item(
    evidenceType=codes,
    title=local_texts,
    description=st.one_of(st.none(), local_texts),
    isOptional=st.booleans(),
)
contacts = _item(
    title=st.one_of(st.none(), local_texts),
    email=lines,
    telephone=lines,
    contactPage=addresses,
    openingHours=_list(hours),
)
labels = st.fixed_dictionaries(
    {},
    optional={
        group: st.dictionaries(codes, local_texts, max_size=2)
        for group in ("audience", "lifeEvent", "businessEvent", "channel", "output", "digitalStage")
    },
)
provenances = _item(
    isDemonstration=st.booleans(),
    basis=st.one_of(st.none(), lines),
    source=_list(_item(code=codes, title=lines, url=addresses)),
    estimate=_list(st.just("/digitalStage")),
)
documents = st.fixed_dictionaries(
    {
        "id": codes,
        "uuid": st.uuids().map(str),
        "hasCompetentAuthority": _item(id=codes, title=local_texts),
        "title": local_texts,
        "description": st.one_of(st.none(), local_texts),
        "isFree": st.sampled_from([True, False, None]),
        "processingTime": durations,
        "spatial": st.sampled_from(["KWT", "SAU"]),
    },
    optional={
        "keyword": st.fixed_dictionaries({"ar": _list(lines), "en": _list(lines)}),
        "isClassifiedBy": _list(classifications),
        "audience": _list(codes),
        "isGroupedBy": st.lists(codes, max_size=3, unique=True),
        "hasChannel": _list(channels),
        "hasCost": _list(costs),
        "hasInputType": _list(evidence),
        "holdsRequirement": _list(_item(title=local_texts)),
        "follows": _list(_item(title=local_texts)),
        "produces": _list(_item(type=codes, title=st.one_of(st.none(), local_texts))),
        "hasLegalResource": _list(_item(id=codes, title=local_texts, url=addresses)),
        "contactPoint": _list(contacts),
        "openingHours": _list(hours),
        "relatedService": _list(_item(id=codes, title=local_texts)),
        "requires": _list(_item(id=codes, title=local_texts)),
        "language": st.sampled_from([[], ["ar"], ["ar", "en"]]),
        "digitalStage": st.one_of(st.none(), st.integers(0, 4)),
        "status": st.sampled_from(["published", "archived"]),
        "revision": st.integers(1, 99),
        "label": labels,
        "provenance": st.one_of(st.none(), provenances),
    },
)


def _triples(text: str, form: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(text, form)}


@given(documents)
@settings(max_examples=120, deadline=None)
def test_json_ld_and_turtle_of_any_document_say_the_same(document):
    json_ld = json.dumps(cpsv_ap.to_json_ld(document, base_url=BASE))
    turtle = cpsv_ap.to_turtle(document, base_url=BASE)

    triples = _triples(turtle, RdfFormat.TURTLE)
    assert triples == _triples(json_ld, RdfFormat.JSON_LD)
    assert [t.predicate.value for t in triples if getattr(t.object, "value", "") == SERVICE] == [
        TYPE
    ]


@given(documents)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_document_conforms(read_turtle, findings, document):
    graph = read_turtle(cpsv_ap.to_turtle(document, base_url=BASE))

    assert findings(graph) == ""


@given(documents)
@settings(max_examples=100, deadline=None)
def test_any_document_can_stand_in_a_script_element(document):
    json_ld = schema_org.to_json_ld(document, base_url=BASE)

    written = schema_org.for_script_element(json_ld)
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == json_ld
