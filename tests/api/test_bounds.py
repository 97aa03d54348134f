"""No answer to something wrong is large, however much is wrong."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.problem_documents import problem_body
from app.core.errors import Candidate, Finding
from tests.submissions.conftest import ENTRY, Desk, desk

pytestmark = pytest.mark.any_database

__all__ = ["desk"]
MANY_NAMES = {f"unknown{number}": number for number in range(20_000)}
WRONG: dict[str, Any] = {  # fits its shape, and breaks rules in hundreds of places
    "hasInputType": [{"evidenceType": f"none-{number}"} for number in range(60)],
    "follows": [
        {
            "title": {"ar": f"Step  {number}", "en": f"خطوة {number} ?"},
            "description": {"ar": "lorem ipsum 289010100012", "en": "ملاحظة  ."},
        }
        for number in range(60)
    ],
}
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=3000)


def body_of(detail: str, findings: list[Finding]) -> bytes:
    return problem_body(
        422,
        "validation-failed",
        title="What was sent breaks a rule",
        detail=detail,
        instance="/v1/" + detail,
        trace_id="0" * 16,
        findings=findings,
    )


@given(texts, st.lists(texts, max_size=30))
def test_a_problem_document_is_never_large(detail: str, said: list[str]) -> None:
    both = [{"ar": one, "en": one} for one in said]
    findings = [
        Finding("/a", "X-01", one, hint=one, candidates=(Candidate("b", one, 0.5),)) for one in both
    ]

    body = body_of(detail, findings)

    assert len(body) <= 8192
    told = orjson.loads(body)
    assert len(told["errors"]) + told.get("moreErrors", 0) == len(findings)
    assert [one["message"]["en"] for one in told["errors"]] == said[: len(told["errors"])]


def test_what_there_is_no_room_for_is_counted() -> None:
    findings = [Finding(f"/{number}", "X-01", {"en": "x" * 100}) for number in range(100)]

    told = orjson.loads(body_of("Wrong.", findings))

    assert (len(told["errors"]), told["moreErrors"]) == (36, 64)
    assert "moreErrors" not in orjson.loads(body_of("Wrong.", findings[:3]))


def test_an_entry_of_many_unknown_fields_is_refused_in_few_words(desk: Desk) -> None:
    refused = desk.send(**MANY_NAMES)
    judged = desk.ask("editor", "POST", "/validate", entry_of({**ENTRY, **MANY_NAMES}))

    assert (refused.status_code, judged.status_code) == (422, 200)
    assert len(refused.content) <= 8192
    assert refused.json()["moreErrors"] > 150
    assert len(judged.json()["findings"]) == 200
    assert judged.json()["valid"] is False
    assert len(judged.content) < 200_000


def test_an_entry_that_breaks_rules_everywhere_is_judged_in_a_bounded_answer(desk: Desk) -> None:
    judged = desk.ask("editor", "POST", "/validate", entry_of({**ENTRY, **WRONG}))
    refused = desk.send(**WRONG)

    findings = judged.json()["findings"]
    assert (judged.status_code, len(findings)) == (200, 200)
    assert len(judged.content) < 200_000
    errors = [one for one in findings if one["severity"] == "error"]
    assert findings[: len(errors)] == errors
    assert (refused.status_code, refused.json()["code"]) == (422, "unsound-entry")
    assert len(refused.content) <= 8192
    shown = refused.json()["errors"]
    assert shown == findings[: len(shown)]


def entry_of(content: dict[str, Any]) -> dict[str, Any]:
    return {"entity": "moi", "sourceId": "boat", "content": content}
