"""The home page and the page about the guide and its data."""

from starlette.requests import Request
from starlette.responses import Response

from app.core.languages import Language
from app.portal.ordering import largest_entities, largest_nodes
from app.portal.reader import BUSINESS_EVENTS, LIFE_EVENTS, SERVICES, Reader
from app.portal.reading import open_reader
from app.portal.rendering import language_of, render

EXAMPLES = (1, 2, 3, 4)
LIFE_EVENTS_SHOWN, BUSINESS_EVENTS_SHOWN, ENTITIES_SHOWN = 8, 6, 8


def show_home(request: Request) -> Response:
    """Answer the home page."""
    with open_reader(request) as reader:
        page = render(request, "home.html", _overview(reader, language_of(request)))
    page.headers["Vary"] = "Accept-Language"
    return page


def show_about(request: Request) -> Response:
    """Answer the page that says what this is and that its data is a demonstration."""
    with open_reader(request) as reader:
        tree, entities = reader.get_tree(SERVICES), reader.list_entities()
        values = {
            "service_count": reader.count_services(),
            "entity_count": len(entities),
            "topic_count": len(tree.nodes),
            "version": tree.version,
        }
    return render(request, "about.html", values)


def _overview(reader: Reader, language: Language) -> dict[str, object]:
    entities = reader.list_entities()
    life, business = reader.get_tree(LIFE_EVENTS).nodes, reader.get_tree(BUSINESS_EVENTS).nodes
    return {
        "examples": EXAMPLES,
        "topics": reader.get_tree(SERVICES).nodes,
        "life_events": largest_nodes(life, language, LIFE_EVENTS_SHOWN),
        "business_events": largest_nodes(business, language, BUSINESS_EVENTS_SHOWN),
        "entities": largest_entities(entities, language, ENTITIES_SHOWN),
        "entity_count": len(entities),
        "service_count": reader.count_services(),
    }
