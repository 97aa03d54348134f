"""Search insights: what is shown to whom, and how an unknown word becomes a proposal."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from app.core.clock import now
from app.search.insights.batches import Click
from app.search.insights.collecting import SearchLog
from app.search.insights.heard import Heard
from app.search.insights.rules import query_id_of
from tests.api.gates import make_key
from tests.submissions.conftest import Desk, desk

__all__ = ["desk"]
Search = Callable[..., None]
WORD = "زقنبوت"
LICENCE = "ليسن"


@pytest.fixture
def ask(desk: Desk) -> Search:
    """Let so many sessions search for something, and write it down."""
    log = SearchLog(desk.database)

    def search(
        text: str, sessions: int, *, hits: int = 0, unknown: tuple[str, ...] = (), clicks: int = 0
    ) -> None:
        name = query_id_of(text)
        for number in range(sessions):
            who = f"203.0.113.{number}"
            log.note(Heard(name, text, "ar", hits, False, False, False, unknown), who)
            if number < clicks:
                log.note(Click(name, "moi-dl-renew", 1), who)
        log.write()

    return search


def insights(desk: Desk, query: str = "", who: str = "steward") -> Mapping[str, Any]:
    answer = desk.ask(who, "GET", f"/search-insights{query}")
    assert answer.status_code == 200, answer.text
    found: Mapping[str, Any] = answer.json()
    return found


def group_of(desk: Desk, words: str) -> str:
    found = desk.client.get("/v1/lexicon/groups", params={"q": words}).json()
    return str(found["items"][0]["id"])


def test_only_those_who_lead_the_lexicon_read_them(desk: Desk) -> None:
    keys = {**desk.keys, "admin": make_key(desk.database, "admin")}
    desk.keys = keys

    statuses = {who: desk.ask(who, "GET", "/search-insights").status_code for who in ["", *keys]}

    assert statuses == {
        "": 401, "editor": 403, "approver": 403, "stranger": 403, "reviewer": 403,
        "steward": 200, "facilitator": 200, "board": 403, "admin": 200,
    }  # fmt: skip


def test_words_nobody_knows_come_with_what_they_may_be(desk: Desk, ask: Search) -> None:
    ask("استغدام عامله", 6, unknown=("استغدام",))
    ask(WORD, 9, unknown=(WORD,))
    ask("bassbort", 5, unknown=("bassbort",))

    found = insights(desk)

    words = {one["word"]: one for one in found["unknownWords"]}
    assert [one["word"] for one in found["unknownWords"]] == [WORD, "استغدام", "bassbort"]
    assert (words[WORD]["searches"], words[WORD]["sessions"]) == (9, 9)
    assert words[WORD]["candidates"] == []
    near = words["استغدام"]["candidates"]
    assert {"letters"} == {one["likeness"] for one in near}
    assert any(one["groups"] and one["groups"][0]["title"]["ar"] for one in near)
    assert all(one["source"] in ("lexicon", "catalogue") for one in near)
    assert (found["searches"], found["sessions"], found["leastSessions"]) == (20, 9, 5)


def test_what_few_have_asked_is_not_shown(desk: Desk, ask: Search) -> None:
    ask(f"{WORD} فلان", 4, unknown=(WORD,))
    ask("جواز", 4, hits=3)
    ask("رخصه", 40, hits=3, clicks=1)

    found = insights(desk)

    assert found["unknownWords"] == []
    assert found["withoutHits"] == []
    assert [one["text"] for one in found["withFewClicks"]] == ["رخصه"]
    assert "فلان" not in str(found)


def test_the_same_session_many_times_is_one(desk: Desk, ask: Search) -> None:
    for _ in range(50):
        ask(WORD, 1, unknown=(WORD,))

    found = insights(desk)

    assert found["unknownWords"] == found["withoutHits"] == []
    assert (found["searches"], found["sessions"]) == (50, 1)


def test_searches_that_found_nothing_in_the_end(desk: Desk, ask: Search) -> None:
    ask("كشته", 7)
    ask("مخيم", 7)
    ask("مخيم", 1, hits=2)

    found = insights(desk)["withoutHits"]

    assert [(one["text"], one["hits"], one["sessions"]) for one in found] == [("كشته", 0, 7)]


def test_hits_that_hardly_anybody_opens(desk: Desk, ask: Search) -> None:
    ask("جواز", 20, hits=8, clicks=3)
    ask("رخصه", 20, hits=8, clicks=4)
    ask("كشته", 20, hits=0)

    found = insights(desk)["withFewClicks"]

    assert [(one["text"], one["sessions"], one["clickedSessions"]) for one in found] == [
        ("جواز", 20, 3)
    ]


def test_without_any_click_nothing_is_said_of_clicks(desk: Desk, ask: Search) -> None:
    ask("جواز", 20, hits=8)

    assert insights(desk)["withFewClicks"] == []


def test_a_period_is_counted_by_itself(desk: Desk, ask: Search) -> None:
    today = now()
    with time_machine.travel(today - timedelta(days=10), tick=False):
        ask(WORD, 6, unknown=(WORD,))
    ten = (today - timedelta(days=10)).date().isoformat()
    nine = (today - timedelta(days=9)).date().isoformat()

    assert len(insights(desk)["unknownWords"]) == 1
    assert len(insights(desk, f"?from={ten}&until={ten}")["unknownWords"]) == 1
    assert insights(desk, f"?from={nine}")["unknownWords"] == []
    assert insights(desk, f"?until={ten}&limit=1")["sessions"] == 6


@pytest.mark.parametrize(
    "query",
    [
        "?from=2026-02-30", "?from=yesterday", "?from=1", "?until=0000-01-01", "?limit=0",
        "?limit=101", "?from=2026-02-02&until=2026-02-01", "?from=9999-12-31", "?days=3",
        "?from=2026-01-01&from=2026-01-02", "?until=%00", "?limit=1e9",
    ],
)  # fmt: skip
def test_a_period_that_is_none_is_refused(desk: Desk, query: str) -> None:
    assert desk.ask("steward", "GET", f"/search-insights{query}").status_code == 422


@pytest.mark.parametrize("query", ["?until=0001-01-01", "?until=9999-12-31", "?from=0001-01-01"])
def test_the_ends_of_the_calendar_are_days_too(desk: Desk, query: str) -> None:
    assert insights(desk, query)["unknownWords"] == []


def test_an_unknown_word_becomes_a_draft_of_the_lexicon(desk: Desk, ask: Search) -> None:
    ask(f"{WORD} جديد", 6, unknown=(WORD,))
    group = group_of(desk, LICENCE)
    proposal = {"word": WORD, "group": group, "register": "gulf", "weight": 0.8}

    made = desk.ask("steward", "POST", "/search-insights/proposals", proposal)

    assert made.status_code == 201, made.text
    written = made.json()
    assert made.headers["location"] == f"/v1/change-requests/{written['id']}"
    assert (written["scheme"], written["state"]) == ("lexicon", "draft")
    (operation,) = written["operations"]
    assert operation["op"] == "add_term"
    assert operation["group"]["id"] == group
    assert (operation["text"], operation["register"], operation["weight"]) == (WORD, "gulf", 0.8)
    assert "6" in written["rationale"]["en"]
    assert written["rationale"]["ar"]
    read = desk.ask("steward", "GET", f"/change-requests/{written['id']}")
    assert read.json()["operations"] == written["operations"]


def test_a_proposal_counts_what_the_list_counts_and_is_titled_as_the_word_is_spelt(
    desk: Desk, ask: Search
) -> None:
    word, today = "زنقلطه", now()
    group = group_of(desk, LICENCE)
    with time_machine.travel(today - timedelta(days=40), tick=False):
        ask(word, 7, unknown=(word,))
    old = (today - timedelta(days=41)).date().isoformat()
    proposal = {"word": word, "text": "زنقلطة", "group": group, "register": "gulf"}

    def propose(**days: str) -> Any:
        return desk.ask("steward", "POST", "/search-insights/proposals", {**proposal, **days})

    assert insights(desk)["unknownWords"] == []
    assert propose().json()["code"] == "word-not-asked"
    ask(word, 6, unknown=(word,))
    for days, sessions in ((dict[str, str](), 6), ({"from": old}, 13)):
        (listed,) = insights(desk, f"?from={old}" if days else "")["unknownWords"]
        made = propose(**days).json()
        assert listed["sessions"] == sessions
        assert made["title"]["ar"] == "لفظ من عمليات البحث: زنقلطة"
        assert made["title"]["en"] == "A word people search for: زنقلطة"
        first = insights(desk, f"?from={old}" if days else "")["from"]
        assert (
            f"From {first} to {today.date()}: searches for it {sessions}, "
            in (made["rationale"]["en"])
        )


def test_the_same_key_proposes_once(desk: Desk, ask: Search) -> None:
    ask(WORD, 6, unknown=(WORD,))
    proposal = {"word": WORD, "group": group_of(desk, LICENCE), "register": "gulf"}
    made = [
        desk.ask(
            "steward", "POST", "/search-insights/proposals", proposal, **{"Idempotency-Key": "k"}
        )
        for _ in range(2)
    ]

    assert made[0].json()["id"] == made[1].json()["id"]


def test_a_word_may_be_spelt_right_and_stays_the_same_word(desk: Desk, ask: Search) -> None:
    ask("زقنبوته", 6, unknown=("زقنبوته",))
    proposal = {"word": "زقنبوته", "group": group_of(desk, LICENCE), "register": "gulf"}

    other = desk.ask("steward", "POST", "/search-insights/proposals", {**proposal, "text": "جواز"})
    right = desk.ask(
        "steward", "POST", "/search-insights/proposals", {**proposal, "text": "زَقنبوتة"}
    )

    assert (other.status_code, other.json()["code"]) == (422, "other-word")
    assert right.json()["operations"][0]["text"] == "زَقنبوتة"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"word": "نادر"}, 404),
        ({"word": "nobody"}, 404),
        ({"group": "g_aaaaaaaaaaaa"}, 422),
        ({"group": "'; --"}, 422),
        ({"word": "\x00"}, 422),
        ({"word": "x" * 65}, 422),
        ({"word": ["a"]}, 422),
        ({"register": "latin"}, 422),
        ({"weight": 0}, 422),
        ({"weight": 2}, 422),
        ({"direction": "back"}, 422),
        ({"title": {}}, 422),
        ({"scheme": "services"}, 422),
        ({"from": "2026-02-02", "until": "2026-02-01"}, 422),
        ({"from": "yesterday"}, 422),
        ({"until": 7}, 422),
    ],
)
def test_a_proposal_that_is_none_is_refused(
    desk: Desk, ask: Search, changed: dict[str, object], status: int
) -> None:
    ask(WORD, 6, unknown=(WORD,))
    ask("نادر", 4, unknown=("نادر",))
    proposal = {"word": WORD, "group": group_of(desk, LICENCE), "register": "gulf", **changed}

    answer = desk.ask("steward", "POST", "/search-insights/proposals", proposal)

    assert answer.status_code == status, answer.text


def test_entities_propose_nothing_from_what_people_ask(desk: Desk, ask: Search) -> None:
    ask(WORD, 6, unknown=(WORD,))
    proposal = {"word": WORD, "group": group_of(desk, LICENCE), "register": "gulf"}

    assert desk.ask("editor", "POST", "/search-insights/proposals", proposal).status_code == 403
    assert desk.ask("", "POST", "/search-insights/proposals", proposal).status_code == 401
