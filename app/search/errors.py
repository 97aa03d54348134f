"""What can go wrong in search."""

from app.core.errors import Invalid


class UnknownFacet(Invalid):
    """There is no facet of that name."""

    code, title = "unknown-facet", "There is no facet of that name"
