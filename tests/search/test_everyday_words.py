"""Words of every day lead to what they are asked for, over the demonstration catalogue."""

import pytest

from app.core.db import Database
from app.search.engine import EngineQuery, SearchEngine
from app.search.engine_memory import MemoryEngine
from app.search.lexicon import Lexicon
from app.search.planning import plan_query
from app.taxonomy.lexicon.queries import get_lexicon_state
from bench.quality.rankers import filled
from bench.quality.sets import demonstration

FIRST = {
    "لم شمل": "moi-res22-new",
    "family reunion": "moi-res22-new",
    "تجنيس": "moi-nat-cert",
    "تظليل": "moi-veh-color",
    "سيارتي محجوزة": "moi-fines-pay",
    "حرامي": "moi-police-report",
    "باقوني": "moi-police-report",
    "حلاق": "moci-lic-new",
    "كراج": "moci-lic-new",
    "كوفي": "pafn-food-lic",
    "دختر": "moh-appt-clinic",
    "ضرس": "moh-appt-clinic",
    "سكليف": "moh-sick-leave",
    "ترقية": "csc-emp-salary",
    "استقالة": "csc-emp-eos",
    "تسريح": "pifss-unemp",
    "فقير": "mosa-aid-req",
    "شجرة": "km-pl-garden",
    "طلعة البر": "km-camp",
    "ليت": "mpw-road-rep",
    "عليه بلوك": "moj-ban-inq",
    "الطيارة تأخرت": "dgca-pass-comp",
    "not giving salary": "pam-labor-comp",
    "تطعيم كلب": "paaafr-vet",
    "ليسن باص": "moi-dl-general",
    "تكسير السيارة": "moi-veh-export",
    "أحد يبتزني": "moi-cyber-crime",
    "سرقوا تلفوني": "moi-police-report",
    "visa for my mother": "moi-visa-family",
    "change company": "moi-res18-transfer",
    "maid salary": "pam-dom-comp",
    "counterfeit": "moci-cons-comp",
    "eviction": "moj-case-file",
    "shahadat mawlood": "moh-birth-cert",
}


@pytest.fixture
def engine(seeded: Database) -> SearchEngine:
    return filled(MemoryEngine(), demonstration(seeded).bodies)


def ids(engine: SearchEngine, lexicon: Lexicon, text: str) -> list[str]:
    plan = plan_query(text, engine.vocabulary, lexicon)
    return [hit.id for hit in engine.search(EngineQuery(plan=plan)).hits]


def test_everyday_words_find_what_they_are_asked_for(
    seeded: Database, engine: SearchEngine
) -> None:
    with seeded.read() as session:
        lexicon = Lexicon(get_lexicon_state(session))

    found = {text: ids(engine, lexicon, text)[:1] for text in FIRST}

    assert found == {text: [expected] for text, expected in FIRST.items()}


def test_a_debt_is_no_lorry(seeded: Database, engine: SearchEngine) -> None:
    with seeded.read() as session:
        lexicon = Lexicon(get_lexicon_state(session))

    found = ids(engine, lexicon, "ديون")

    assert found[0] == "kcb-ln-clear"
    assert "kpa-port-truck" not in found
