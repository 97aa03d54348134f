"""What the CPSV-AP graph of a service or an entity states, field by field."""

import pytest
from rdflib import RDF, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, OWL, RDFS, SKOS, XSD

from app.interchange import cpsv_ap

BASE = "https://dalil.example"
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
EU = "http://publications.europa.eu/resource/authority/"
SERVICE = URIRef("https://dalil.example/id/service/6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0001")
FIRST = URIRef("https://dalil.example/id/service/6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0002")
MINISTRY = URIRef("https://dalil.example/id/entity/6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0003")


@pytest.fixture
def graph(renewal, read_turtle):
    return read_turtle(cpsv_ap.to_turtle(renewal, base_url=BASE))


def _part(kind: str) -> URIRef:
    return URIRef(f"{SERVICE}#{kind}")


def test_every_text_carries_its_language(graph):
    assert set(graph.objects(SERVICE, DCTERMS.title)) == {
        Literal("تجديد إقامة مادة 18", lang="ar"),
        Literal("Renew a residence permit (Article 18)", lang="en"),
    }
    assert set(graph.objects(SERVICE, URIRef("http://www.w3.org/ns/dcat#keyword"))) == {
        Literal("اقامة", lang="ar"),
        Literal("تجديد", lang="ar"),
        Literal("iqama", lang="en"),
    }
    assert graph.value(SERVICE, DCTERMS.identifier) == Literal("moi-res18-renew")


def test_the_competent_authority_is_an_organisation_in_kuwait(graph):
    authority = graph.value(SERVICE, CV.hasCompetentAuthority)

    assert (authority, RDF.type, CV.PublicOrganisation) in graph
    assert (authority, SKOS.prefLabel, Literal("Ministry of Interior", lang="en")) in graph
    assert (authority, DCTERMS.spatial, URIRef(f"{EU}country/KWT")) in graph
    assert (URIRef(f"{EU}country/KWT"), RDF.type, DCTERMS.Location) in graph


def test_a_fee_is_written_in_dinar(graph):
    cost = _part("cost-1")

    assert (SERVICE, CV.hasCost, cost) in graph
    assert graph.value(cost, CV.hasValue) == Literal("20.25", datatype=XSD.double)
    assert graph.value(cost, CV.currency) == URIRef(f"{EU}currency/KWD")
    assert graph.value(cost, CV.ifAccessedThrough) == _part("channel-1")
    assert set(graph.objects(cost, DCTERMS.description)) == {
        Literal("Residence fee", lang="en"),
        Literal("for each year", lang="en"),
    }


def test_a_fee_says_when_it_holds(graph):
    period = graph.value(_part("cost-1"), DCTERMS.temporal)

    dcat = Namespace("http://www.w3.org/ns/dcat#")
    assert graph.value(period, dcat.startDate) == Literal("2026-01-01", datatype=XSD.date)
    assert graph.value(period, dcat.endDate) == Literal("2026-12-31", datatype=XSD.date)


def test_a_free_service_costs_nothing(first_permit, read_turtle):
    graph = read_turtle(cpsv_ap.to_turtle(first_permit, base_url=BASE))

    cost = graph.value(FIRST, CV.hasCost)
    assert graph.value(cost, CV.hasValue) == Literal("0.0", datatype=XSD.double)


def test_a_service_of_unknown_price_states_no_cost(first_permit, read_turtle):
    first_permit["isFree"] = None

    graph = read_turtle(cpsv_ap.to_turtle(first_permit, base_url=BASE))

    assert graph.value(FIRST, CV.hasCost) is None


def test_a_fee_may_name_a_channel_of_another_page(renewal, read_turtle, findings):
    renewal["hasCost"][0]["channel"] = "sahel"

    graph = read_turtle(cpsv_ap.to_turtle(renewal, base_url=BASE))

    channel = URIRef("https://dalil.example/id/channel/sahel")
    assert (_part("cost-1"), CV.ifAccessedThrough, channel) in graph
    assert findings(graph) == ""


def test_a_channel_carries_type_purpose_page_and_hours(graph):
    portal, counter = _part("channel-1"), _part("channel-2")
    concept = "https://dalil.example/id/concept"

    assert graph.value(portal, DCTERMS.type) == URIRef(f"{concept}/channel/portal")
    assert graph.value(portal, DCTERMS.subject) == URIRef(f"{concept}/purpose/apply")
    assert graph.value(portal, FOAF.page) == URIRef("https://www.moi.gov.kw/تجديد?step=1")
    assert graph.value(portal, CV.processingTime) == Literal("PT2H", datatype=XSD.duration)
    hours = graph.value(counter, CV.openingHours)
    assert set(graph.objects(hours, DCTERMS.description)) == {
        Literal("الأحد، الاثنين: 08:00–13:30. ما عدا العطل", lang="ar"),
        Literal("Sunday, Monday: 08:00–13:30", lang="en"),
    }
    assert graph.value(counter, CV.telephone) == Literal("1889988")
    assert graph.value(counter, DCTERMS.description) == Literal("Any service centre", lang="en")


def test_the_concepts_of_a_service_are_typed_and_labelled(graph):
    residence = URIRef("https://dalil.example/id/concept/c_a2b3c4d5e6f7")
    stage = URIRef("https://dalil.example/id/concept/digital-stage/3")
    resident = URIRef("https://dalil.example/id/concept/audience/resident")

    assert set(graph.objects(SERVICE, CV.isClassifiedBy)) == {residence, stage}
    assert list(graph.objects(SERVICE, CV.thematicArea)) == [residence]
    assert (SERVICE, DCTERMS.audience, resident) in graph
    for concept, label in (
        (residence, "Residence (Art. 18)"),
        (stage, "Full online transaction"),
        (resident, "Resident"),
    ):
        assert (concept, RDF.type, SKOS.Concept) in graph
        assert (concept, SKOS.prefLabel, Literal(label, lang="en")) in graph


def test_life_events_and_business_events_are_told_apart(graph):
    life = URIRef("https://dalil.example/id/event/renewing-documents")
    business = URIRef("https://dalil.example/id/event/hiring-staff")

    assert set(graph.objects(SERVICE, CV.isGroupedBy)) == {life, business}
    assert set(graph.objects(life, RDF.type)) == {CV.Event, CV.LifeEvent}
    assert set(graph.objects(business, RDF.type)) == {CV.Event, CV.BusinessEvent}


def test_an_event_without_a_label_is_named_by_its_code(renewal, read_turtle, findings):
    renewal["isGroupedBy"] = ["retiring"]

    graph = read_turtle(cpsv_ap.to_turtle(renewal, base_url=BASE))

    event = URIRef("https://dalil.example/id/event/retiring")
    assert graph.value(event, DCTERMS.title) == Literal("retiring", lang="und")
    assert findings(graph) == ""


def test_documents_conditions_steps_results_and_law_are_stated(graph):
    passport = URIRef("https://dalil.example/id/evidence-type/pp")
    law = URIRef("https://dalil.example/id/legal-resource/law-17-1959")

    assert (SERVICE, CV.hasInputType, passport) in graph
    assert graph.value(passport, DCTERMS.identifier) == Literal("pp")
    assert (_part("requirement-1"), DCTERMS.title, Literal("A sponsor", lang="en")) in graph
    assert (_part("rule-1"), DCTERMS.description, Literal("Apply", lang="en")) in graph
    assert (_part("rule-2"), DCTERMS.description, Literal("Pay the fee.", lang="en")) in graph
    assert (_part("output-1"), DCTERMS.title, Literal("Permit", lang="en")) in graph
    assert graph.value(SERVICE, CV.hasLegalResource) == law
    assert graph.value(law, FOAF.page) == URIRef("https://example.gov.kw/law/17")


def test_what_a_service_adds_to_a_document_is_stated_with_the_service(graph):
    photo, insurance = _part("evidence-2"), _part("evidence-3")
    optional = URIRef("https://dalil.example/id/concept/evidence-use/optional")

    assert set(graph.objects(SERVICE, CPSV.hasInput)) == {photo, insurance}
    assert graph.value(photo, DCTERMS.conformsTo) == URIRef(
        "https://dalil.example/id/evidence-type/ph"
    )
    assert graph.value(photo, DCTERMS.description) == Literal("خلفية بيضاء", lang="ar")
    assert list(graph.subjects(DCTERMS.type, optional)) == [photo]


def test_a_fee_that_is_a_share_states_no_sum(renewal, read_turtle, findings):
    renewal["hasCost"][0]["unit"] = "percent"

    graph = read_turtle(cpsv_ap.to_turtle(renewal, base_url=BASE))

    assert graph.value(_part("cost-1"), CV.hasValue) is None
    assert findings(graph) == ""


def test_contacts_and_the_hours_of_the_service_are_stated(graph):
    contact = _part("contact-1")

    assert graph.value(contact, CV.email) == Literal("info@moi.gov.kw")
    assert graph.value(contact, CV.telephone) == Literal("+96525582000")
    assert graph.value(contact, CV.contactPage) == URIRef("https://moi.gov.kw/c")
    hours = graph.value(contact, CV.openingHours)
    assert Literal("Sunday, Monday: 08:00–13:30", lang="en") in set(
        graph.objects(hours, DCTERMS.description)
    )


def test_opening_hours_stand_even_where_no_contact_is_known(renewal, read_turtle, findings):
    renewal["contactPoint"] = []

    graph = read_turtle(cpsv_ap.to_turtle(renewal, base_url=BASE))

    assert graph.value(_part("contact-1"), CV.openingHours)
    assert findings(graph) == ""


def test_the_record_of_a_service_is_stated(graph):
    assert graph.value(SERVICE, CV.processingTime) == Literal("P3D", datatype=XSD.duration)
    assert graph.value(SERVICE, RDFS.comment) == Literal("Longer in summer", lang="en")
    assert graph.value(SERVICE, OWL.versionInfo) == Literal("4")
    assert graph.value(SERVICE, DCTERMS.modified) == Literal(
        "2026-11-23T08:30:00Z", datatype=XSD.dateTime
    )
    assert set(graph.objects(SERVICE, DCTERMS.language)) == {
        URIRef(f"{EU}language/ARA"),
        URIRef(f"{EU}language/ENG"),
    }
    status = graph.value(SERVICE, URIRef("http://www.w3.org/ns/adms#status"))
    assert status == URIRef("https://dalil.example/id/concept/service-status/published")


def test_demonstration_data_and_estimates_stay_visible(graph):
    statement = graph.value(SERVICE, DCTERMS.provenance)

    kind = graph.value(statement, DCTERMS.type)
    assert (kind, SKOS.prefLabel, Literal("Demonstration data", lang="en")) in graph
    assert graph.value(statement, RDFS.label) == Literal("general knowledge (unverified)")
    estimates = Literal("Estimated values: /digitalStage, /hasChannel/0", lang="en")
    assert (statement, RDFS.comment, estimates) in graph
    sources = set(graph.objects(statement, DCTERMS.source))
    news = graph.value(predicate=DCTERMS.identifier, object=Literal("news"))
    assert sources == {_part("source-1"), _part("source-2")}
    assert news in sources
    assert graph.value(news, FOAF.page) == URIRef("https://news.example/a%20b")


def test_an_entity_states_its_names_its_parent_and_its_page(ministry, read_turtle):
    graph = read_turtle(cpsv_ap.entity_to_turtle(ministry, base_url=BASE + "/"))

    assert graph.value(MINISTRY, DCTERMS.identifier) == Literal("moi")
    assert graph.value(MINISTRY, SKOS.altLabel) == Literal("MOI")
    assert graph.value(MINISTRY, FOAF.homepage) == URIRef("https://www.moi.gov.kw")
    parent = graph.value(MINISTRY, URIRef("http://www.w3.org/ns/org#subOrganizationOf"))
    assert str(parent).startswith("https://dalil.example/id/entity/")


def test_an_entity_of_which_little_is_known_conforms(read_turtle, findings):
    entity = {"id": "x", "uuid": "6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0004", "title": {"en": "X"}}

    graph = read_turtle(cpsv_ap.entity_to_turtle(entity, base_url=BASE))

    assert findings(graph) == ""
    assert len(graph) == 5


def test_an_address_that_is_none_is_left_out(renewal, read_turtle, findings):
    renewal["hasChannel"][0]["url"] = "javascript:alert(1)"

    graph = read_turtle(cpsv_ap.to_turtle(renewal, base_url=BASE))

    assert graph.value(_part("channel-1"), FOAF.page) is None
    assert findings(graph) == ""
