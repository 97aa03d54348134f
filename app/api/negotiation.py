"""Choosing a media type (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence

from app.core.errors import NotAcceptable


def chosen_media_type(accept: str | None, offered: Sequence[str]) -> str:
    """Choose what the client prefers among what is offered; the first one by default.

    Raises:
        NotAcceptable: the client takes none of them.

    """
    if not accept or not accept.strip():
        return offered[0]
    weighed = [(_quality(accept, media_type), -place) for place, media_type in enumerate(offered)]
    quality, place = max(weighed)
    if quality <= 0:
        raise NotAcceptable(f"Offered are: {', '.join(offered)}.")
    return offered[-place]


def _quality(accept: str, media_type: str) -> float:
    """Return the weight of the most specific range that names the media type."""
    best = (-1, 0.0)
    for part in accept[:1000].split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        specificity = _specificity(name, media_type)
        if specificity > best[0]:
            best = (specificity, _weight(parameters))
    return best[1]


def _specificity(name: str, media_type: str) -> int:
    if name == media_type:
        return 2
    if name == media_type.partition("/")[0] + "/*":
        return 1
    return 0 if name == "*/*" else -1


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
