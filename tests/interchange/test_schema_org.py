"""Services and entities as schema.org, checked against its own vocabulary (30.0)."""

import json

import pytest

from app.interchange import schema_org

BASE = "https://dalil.example"


@pytest.fixture
def written(renewal) -> dict:
    return schema_org.to_json_ld(renewal, base_url=BASE)


def test_everything_written_is_in_the_vocabulary(
    vocabulary, written, first_permit, ministry, renewal
):
    renewal["spatial"] = "SAU"
    nodes = [
        written,
        schema_org.to_json_ld(first_permit, base_url=BASE),
        schema_org.to_json_ld(renewal, base_url=BASE),
        schema_org.entity_json_ld(ministry, base_url=BASE),
        schema_org.breadcrumb_json_ld([("Home", "/"), ("Interior", "/e/moi")], base_url=BASE),
    ]

    assert [finding for node in nodes for finding in vocabulary.findings(node)] == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"@type": "GovermentService"}, "unknown type GovermentService"),
        ({"fee": "20"}, "unknown property fee"),
        ({"dateModified": "2026-01-01"}, "dateModified is not a property of GovernmentService"),
        ({"produces": {"@type": "Thing"}}, "superseded property produces"),
        ({"provider": "Ministry of Interior"}, "provider cannot be a text"),
        ({"provider": {"@type": "Offer"}}, "provider cannot be a Offer"),
        ({"offers": 20}, "offers cannot be a number"),
        ({"offers": {"@type": "Offer", "fee": 1}}, "unknown property fee"),
    ],
)
def test_the_check_finds_what_is_wrong(change, finding, vocabulary, written):
    assert list(vocabulary.findings(written | change)) == [finding]


def test_a_service_names_itself_in_both_languages(written):
    assert written["@context"] == "https://schema.org"
    assert written["@type"] == "GovernmentService"
    assert written["@id"] == (
        "https://dalil.example/id/service/6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0001"
    )
    assert written["identifier"] == "moi-res18-renew"
    assert written["url"] == "https://dalil.example/ar/services/moi-res18-renew"
    assert written["name"] == [
        {"@language": "ar", "@value": "تجديد إقامة مادة 18"},
        {"@language": "en", "@value": "Renew a residence permit (Article 18)"},
    ]


def test_the_provider_is_the_entity_with_its_contacts(written):
    provider = written["provider"]

    assert provider["@type"] == "GovernmentOrganization"
    assert provider["identifier"] == "moi"
    assert provider["contactPoint"] == [
        {
            "@type": "ContactPoint",
            "email": "info@moi.gov.kw",
            "telephone": "+96525582000",
            "url": "https://moi.gov.kw/c",
        }
    ]


def test_a_fee_is_an_offer_in_dinar(written):
    assert written["offers"] == [
        {
            "@type": "Offer",
            "price": 20.25,
            "priceCurrency": "KWD",
            "description": [
                {"@language": "en", "@value": "Residence fee"},
                {"@language": "en", "@value": "for each year"},
            ],
            "validFrom": "2026-01-01",
            "validThrough": "2026-12-31",
            "priceSpecification": {
                "@type": "UnitPriceSpecification",
                "price": 20.25,
                "priceCurrency": "KWD",
                "unitText": "per-year",
            },
        }
    ]


def test_a_fee_that_is_a_share_names_no_price(renewal):
    renewal["hasCost"] = [{"amountFils": 5000, "currency": "KWD", "unit": "percent"}]

    written = schema_org.to_json_ld(renewal, base_url=BASE)

    assert written["offers"] == [
        {
            "@type": "Offer",
            "priceSpecification": {"@type": "UnitPriceSpecification", "unitText": "percent"},
        }
    ]


def test_a_free_service_is_offered_for_nothing(first_permit):
    written = schema_org.to_json_ld(first_permit, base_url=BASE)

    assert written["offers"] == [{"@type": "Offer", "price": 0.0, "priceCurrency": "KWD"}]


def test_a_channel_says_where_how_long_and_in_which_languages(written):
    assert written["availableChannel"][0] == {
        "@type": "ServiceChannel",
        "name": [
            {"@language": "ar", "@value": "موقع الوزارة"},
            {"@language": "en", "@value": "Ministry website"},
        ],
        "serviceUrl": "https://www.moi.gov.kw/تجديد?step=1",
        "availableLanguage": ["ar", "en"],
        "processingTime": "PT2H",
    }
    assert written["availableChannel"][1]["processingTime"] == "P3D"
    assert written["availableChannel"][1]["servicePhone"] == {
        "@type": "ContactPoint",
        "telephone": "1889988",
    }


def test_audience_area_and_result_are_stated(written):
    assert [item["audienceType"] for item in written["audience"]] == ["resident", "business"]
    assert written["audience"][0]["description"] == [
        {"@language": "ar", "@value": "كفيل"},
        {"@language": "en", "@value": "A sponsor"},
    ]
    assert written["areaServed"]["@type"] == "Country"
    assert written["areaServed"]["identifier"] == "KWT"
    assert written["serviceOutput"] == [
        {
            "@type": "GovernmentPermit",
            "identifier": "permit",
            "name": [
                {"@language": "ar", "@value": "تصريح"},
                {"@language": "en", "@value": "Permit"},
            ],
        }
    ]


def test_classification_events_and_stage_are_categories(written):
    assert [item["codeValue"] for item in written["category"]] == [
        "02.1.2",
        "renewing-documents",
        "hiring-staff",
        "3",
    ]


def test_prerequisites_and_related_services_are_related(written):
    assert [item["url"] for item in written["isRelatedTo"]] == [
        "https://dalil.example/ar/services/paci-civil-id",
        "https://dalil.example/ar/services/moi-res18-new",
    ]


def test_law_documents_and_steps_are_about_the_service(written):
    law, how_to = written["subjectOf"]

    assert law["legislationIdentifier"] == "law-17-1959"
    assert [item["identifier"] for item in how_to["supply"]] == ["pp", "ph", "hi"]
    assert [len(item["name"]) for item in how_to["step"]] == [2, 1]


def test_opening_hours_are_stated_by_day(written):
    assert written["hoursAvailable"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [
                {"@type": "DayOfWeek", "@id": "https://schema.org/Sunday"},
                {"@type": "DayOfWeek", "@id": "https://schema.org/Monday"},
            ],
            "opens": "08:00:00",
            "closes": "13:30:00",
            "description": [{"@language": "ar", "@value": "ما عدا العطل"}],
        }
    ]


def test_demonstration_data_says_so(written, first_permit):
    assert written["disambiguatingDescription"] == [
        {"@language": "ar", "@value": "بيانات تجريبية"},
        {"@language": "en", "@value": "Demonstration data"},
    ]
    assert "disambiguatingDescription" not in schema_org.to_json_ld(first_permit, base_url=BASE)


def test_an_entity_is_a_government_organisation(ministry):
    written = schema_org.entity_json_ld(ministry, base_url=BASE)

    assert written["@type"] == "GovernmentOrganization"
    assert written["alternateName"] == "MOI"
    assert written["url"] == "https://www.moi.gov.kw"
    assert written["mainEntityOfPage"] == "https://dalil.example/ar/entities/moi"
    assert written["parentOrganization"]["@id"].startswith("https://dalil.example/id/entity/")


def test_an_entity_at_the_top_has_no_parent(ministry):
    ministry["parent"] = None

    assert "parentOrganization" not in schema_org.entity_json_ld(ministry, base_url=BASE)


def test_the_way_to_a_page_is_numbered_from_one():
    written = schema_org.breadcrumb_json_ld(
        [("الرئيسية", "/"), ("الخدمات", "/services")], base_url="https://dalil.example/"
    )

    assert written["itemListElement"] == [
        {
            "@type": "ListItem",
            "position": 1,
            "name": "الرئيسية",
            "item": {"@type": "WebPage", "@id": "https://dalil.example/"},
        },
        {
            "@type": "ListItem",
            "position": 2,
            "name": "الخدمات",
            "item": {"@type": "WebPage", "@id": "https://dalil.example/services"},
        },
    ]


def test_no_title_can_end_the_script_element(renewal):
    hostile = '</script><!-- <script> & \u2028\u2029 "quoted" \\'
    renewal["title"] = {"en": hostile}

    written = schema_org.for_script_element(schema_org.to_json_ld(renewal, base_url=BASE))

    assert "\\u003c/script\\u003e\\u003c!-- " in written
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written)["name"] == [{"@language": "en", "@value": hostile}]
