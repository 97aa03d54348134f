"""Which known words an unknown one may be: by its letters, or by its sound."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from app.search.analysis import word_of
from app.search.insights.schemas import Candidate, CandidateGroup
from app.search.lexicon import Lexicon
from app.search.phonetic import is_latin_arabic
from app.search.tokens import Script, tokenize
from app.search.vocabulary import Vocabulary
from app.taxonomy.lexicon.state import LexiconState

MOST_CANDIDATES = 5
Groups = Mapping[str, tuple[CandidateGroup, ...]]


def groups_by_word(state: LexiconState) -> Groups:
    """Return the groups of each word of the lexicon, by the form that spelling compares."""
    found: defaultdict[str, dict[str, CandidateGroup]] = defaultdict(dict)
    for group in state.groups.values():
        shown = CandidateGroup(id=group.id, title=dict(group.title))
        for term in group.active():
            for token in tokenize(term.text):
                found[word_of(token).bare][group.id] = shown
    return {word: tuple(groups.values()) for word, groups in found.items()}


def candidates_for(
    word: str, lexicon: Lexicon, vocabulary: Vocabulary, groups: Groups
) -> list[Candidate]:
    """Return what a word may be, the likeliest first: the lexicon's words before others."""
    found: dict[str, Candidate] = {}
    for one in (
        *_of("lexicon", "letters", _spelt(word, lexicon), groups),
        *_of("catalogue", "letters", _spelt(word, vocabulary), groups),
        *_of("lexicon", "sound", _sounding(word, lexicon), groups),
        *_of("catalogue", "sound", _sounding(word, vocabulary), groups),
    ):
        found.setdefault(one.text, one)
    return list(found.values())[:MOST_CANDIDATES]


def _spelt(word: str, known: Lexicon | Vocabulary) -> list[str]:
    bare = next((word_of(token).bare for token in tokenize(word)), "")
    if not bare:
        return []
    if isinstance(known, Lexicon):
        return [near for near, _ in known.corrections(bare)]
    return [near.word for near in known.corrections(bare, limit=MOST_CANDIDATES)]


def _sounding(word: str, known: Lexicon | Vocabulary) -> list[str]:
    scripts = {token.script for token in tokenize(word)}
    if not scripts <= {Script.LATIN, Script.MIXED} or not is_latin_arabic(word):
        return []
    return [near for near, _ in sorted(known.soundings(word), key=lambda each: (each[1], each[0]))]


def _of(source: str, likeness: str, words: Iterable[str], groups: Groups) -> Iterator[Candidate]:
    for word in words:
        bare = next((word_of(token).bare for token in tokenize(word)), word)
        shown = list(groups.get(bare, ()))
        known = {"text": word, "source": source, "likeness": likeness, "groups": shown}
        yield Candidate.model_validate(known)
