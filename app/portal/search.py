"""Search: the results page with its filters, and suggestions while typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.core.languages import Language
from app.core.ordering import order_key
from app.core.text import fault_of, without_directions
from app.portal.paging import PAGE_SIZE, page_number, pager_of
from app.portal.reader import SORTS, Answer, FacetValue, Question, Sort, Suggestion, Text
from app.portal.reading import open_reader
from app.portal.refusing import wrong_value
from app.portal.rendering import SECURITY_HEADERS, language_of, render
from app.portal.wording import Wording
from app.search.engine import LAST_RESULT

FACETS = (
    "category",
    "audience",
    "entity",
    "channel",
    "isFree",
    "lifeEvent",
    "businessEvent",
    "output",
    "digitalStage",
)
LONGEST_TEXT, LONGEST_FILTER, MOST_VALUES = 200, 100, 20
LAST_PAGE = LAST_RESULT // PAGE_SIZE
VALUES_SHOWN = 6
AS_TYPED = "asTyped"
_PATHS = {
    "service": "services",
    "category": "browse",
    "entity": "entities",
}


@dataclass(frozen=True)
class Choice:
    """A value of a filter as a link that sets or removes it."""

    key: str
    label: Text
    count: int | None
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Group:
    """A filter with its values; the rest is folded away."""

    name: str
    shown: list[Choice]
    folded: list[Choice]


@dataclass(frozen=True)
class Order:
    """An order of the results as a link that chooses it."""

    name: Sort
    is_chosen: bool
    address: str


def show_results(request: Request) -> Response:
    """Answer what was found, with filters and their counts."""
    question = read_question(request)
    with open_reader(request) as reader:
        answer = reader.search(question)
    request.state.heard = answer.heard
    groups = _groups(question, answer)
    values = {
        "question": question,
        "answer": answer,
        "groups": groups,
        "chosen": _chosen(question, answer),
        "cleared": _address(question, {}),
        "orders": _orders(question),
        "as_typed": _address(replace(question, is_as_typed=True), {}),
        "as_meant": _address(replace(question, is_as_typed=False), {}),
        "pager": pager_of(request, answer.total, question.page, last_page=LAST_PAGE),
    }
    return render(request, "search.html", values)


def suggest(request: Request) -> Response:
    """Answer completions of what is being typed, as JSON for the page's own script."""
    language = language_of(request)
    text = _text(request)
    with open_reader(request) as reader:
        found = reader.suggest(text, language) if text else ()
    wording = Wording(language)
    items = [_suggestion(wording, item) for item in found]
    said = wording.plain_count("search.suggestion_count", len(items))
    return JSONResponse({"items": items, "status": said}, headers=SECURITY_HEADERS)


def read_question(request: Request) -> Question:
    """Read the words, filters and page from the address; what is unknown is left aside."""
    return Question(
        text=_text(request),
        language=language_of(request),
        filters={name: values for name in FACETS if (values := _values(request, name))},
        sort=_sort(request),
        page=page_number(request),
        page_size=PAGE_SIZE,
        is_as_typed=request.query_params.get(AS_TYPED) == "true",
    )


def _text(request: Request) -> str:
    text = without_directions(request.query_params.get("q", ""))
    if len(text) > LONGEST_TEXT or fault_of(text):
        raise wrong_value("q", "is too long or holds characters that are not text")
    return " ".join(text.split())


def _values(request: Request, name: str) -> tuple[str, ...]:
    values = [value for value in request.query_params.getlist(name) if value]
    if len(values) > MOST_VALUES or any(_is_strange(value) for value in values):
        raise wrong_value(name, "is not a value of this filter")
    if name == "isFree" and not set(values) <= {"true", "false"}:
        raise wrong_value(name, "is neither true nor false")
    return tuple(dict.fromkeys(values))


def _sort(request: Request) -> Sort:
    """Read the order that is asked for; without words nothing fits better than another."""
    offered = sorts_for(_text(request))
    asked = request.query_params.get("sort") or offered[0]
    if asked not in SORTS:
        raise wrong_value("sort", f"is none of {', '.join(SORTS)}")
    return next((sort for sort in offered if sort == asked), offered[0])


def sorts_for(text: str) -> tuple[Sort, ...]:
    """List the orders that results may have, the usual one first."""
    return SORTS if text else SORTS[1:]


def _is_strange(value: str) -> bool:
    return len(value) > LONGEST_FILTER or fault_of(value) is not None


def _groups(question: Question, answer: Answer) -> list[Group]:
    groups = []
    for name in FACETS:
        choices = [_choice(question, name, value) for value in answer.facets.get(name, ())]
        if choices:
            choices.sort(key=lambda choice: _place(choice, question.language))
            groups.append(Group(name, choices[:VALUES_SHOWN], choices[VALUES_SHOWN:]))
    return groups


def _place(choice: Choice, language: Language) -> tuple[bool, int, str]:
    """Put what is chosen first, then what most services have; of equals the label decides."""
    return not choice.is_chosen, -(choice.count or 0), order_key(choice.label, language)


def _choice(question: Question, name: str, value: FacetValue) -> Choice:
    is_chosen = value.value in question.filters.get(name, ())
    address = _address(question, _toggled(question.filters, name, value.value))
    return Choice(f"{name}-{value.value}", value.label, value.count, is_chosen, address)


def _chosen(question: Question, answer: Answer) -> list[Choice]:
    chosen = []
    for name, values in question.filters.items():
        labels = {value.value: value.label for value in answer.facets.get(name, ())}
        for value in values:
            label = labels.get(value) or {"en": value}
            address = _address(question, _toggled(question.filters, name, value))
            chosen.append(Choice(f"{name}-{value}", label, None, True, address))
    return chosen


def _orders(question: Question) -> list[Order]:
    return [
        Order(sort, sort == question.sort, _address(question, question.filters, sort))
        for sort in sorts_for(question.text)
    ]


def _toggled(
    filters: Mapping[str, tuple[str, ...]], name: str, value: str
) -> dict[str, tuple[str, ...]]:
    present = filters.get(name, ())
    changed = tuple(v for v in present if v != value) if value in present else (*present, value)
    return {**filters, name: changed}


def _address(
    question: Question, filters: Mapping[str, Sequence[str]], sort: Sort | None = None
) -> str:
    """Write the address of a search; the usual order is not named."""
    order = sort or question.sort
    pairs = [("q", question.text)] if question.text else []
    pairs += [(name, value) for name in FACETS for value in filters.get(name, ())]
    pairs += [(AS_TYPED, "true")] if question.is_as_typed else []
    pairs += [("sort", order)] if order != sorts_for(question.text)[0] else []
    return f"/{question.language}/search" + (f"?{urlencode(pairs)}" if pairs else "")


def _suggestion(wording: Wording, item: Suggestion) -> dict[str, str]:
    address = f"/{wording.language}/{_PATHS[item.kind]}/{quote(item.id, safe='')}"
    return {"text": item.text, "kind": str(wording.say(f"kind.{item.kind}")), "address": address}
