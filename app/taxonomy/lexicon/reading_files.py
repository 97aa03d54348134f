"""From a lexicon file to a state. Pure."""

from app.taxonomy.lexicon.schemas import LexiconFile, TermGroupIn, TermIn
from app.taxonomy.lexicon.state import LexiconState, Term, TermGroup


def state_of(file: LexiconFile) -> LexiconState:
    """Build the state that a lexicon file describes."""
    return LexiconState({group.id: group_of(group) for group in file.groups})


def group_of(group: TermGroupIn) -> TermGroup:
    """Build a group; its terms keep their order."""
    title = group.title.model_dump(exclude_none=True)
    return TermGroup(group.id, title, group.domain, tuple(map(term_of, group.terms)))


def term_of(term: TermIn) -> Term:
    """Build a term."""
    return Term(
        text=term.text,
        lang=term.lang,
        register=term.register_,
        direction=term.direction,
        weight=term.weight,
        status=term.status,
    )
