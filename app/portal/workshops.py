"""The pages of workshops and change requests, for everybody to read."""

from starlette.requests import Request
from starlette.responses import Response

from app.portal.desk import open_desk
from app.portal.rendering import render


def show_workshops(request: Request) -> Response:
    """Answer the public workshops, the latest first."""
    with open_desk(request) as desk:
        page = desk.list_workshops(request.query_params.get("cursor"))
    return render(request, "workshops.html", {"page": page})


def show_workshop(request: Request) -> Response:
    """Answer a workshop with its agenda and how its change requests go together."""
    with open_desk(request) as desk:
        workshop = desk.get_workshop(request.path_params["workshop_id"])
    titles = {one["changeRequest"]: one for one in workshop["agenda"] if one["changeRequest"]}
    return render(request, "workshop.html", {"workshop": workshop, "by_request": titles})


def show_requests(request: Request) -> Response:
    """Answer the public change requests, the newest first."""
    with open_desk(request) as desk:
        page = desk.list_requests(request.query_params.get("cursor"))
    return render(request, "change_requests.html", {"page": page})


def show_request(request: Request) -> Response:
    """Answer a change request: operations in words, impact, conflicts and tally."""
    with open_desk(request) as desk:
        found = desk.get_request(request.path_params["request_id"])
    return render(request, "change_request.html", {"found": found, "paper": found["paper"]})
