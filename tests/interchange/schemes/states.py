"""Versions made at random, and one that fills every field."""

from datetime import date

from hypothesis import strategies as st

from app.core.text import clean, fault_of
from app.interchange.schemes.values import About, SchemeDocument
from app.taxonomy.state import ConceptState, SchemeState, read_snapshot, snapshot

BASE = "https://dalil.example"
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")

_ids = st.text(LETTERS, min_size=12, max_size=12).map("c_{}".format)
_raw = st.text(max_size=20) | st.text("اأبتةىي =+-@|;؛\\'\"<>&{}#\t,/_x0041", max_size=20)
lines = _raw.map(lambda text: clean(" ".join(text.split()))).filter(
    lambda text: text and fault_of(text) is None and clean(" ".join(text.split())) == text
)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)
languages = st.sampled_from(["ar", "en", "he", "fr"])
notations = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)
targets = st.sampled_from([f"https://example.org/{name}" for name in ("a", "b", "c#ي")])


def _some(keys, **kwargs):
    return st.lists(st.sampled_from(keys), unique=True, **kwargs).map(tuple)


@st.composite
def states(draw) -> SchemeState:
    """Draw a sound polyhierarchy, its children in any order below each parent, as it is stored."""
    keys = draw(st.lists(_ids, min_size=1, max_size=8, unique=True))
    codes = draw(st.lists(notations, min_size=len(keys), max_size=len(keys), unique=True))
    broader = {
        key: draw(_some(keys[:rank], max_size=3)) if rank else () for rank, key in enumerate(keys)
    }
    narrower = {
        key: tuple(draw(st.permutations([k for k in keys if key in broader[k]]))) for key in keys
    }
    related = draw(_related(keys))
    concepts = {
        key: draw(_concept(key, code, (broader[key], narrower[key], related[key]), keys))
        for key, code in zip(keys, codes, strict=True)
    }
    # What is retired may have left the tree.
    gone = draw(st.sets(st.sampled_from(keys))) & {
        key for key, one in concepts.items() if one.status == "deprecated" and not one.narrower
    }
    top = tuple(draw(st.permutations([k for k in keys if not broader[k] and k not in gone])))
    return read_snapshot(snapshot(SchemeState("services", concepts, top)))


@st.composite
def _related(draw, keys) -> dict[str, tuple[str, ...]]:
    found = {key: set() for key in keys}
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys))
    for one, other in draw(st.lists(pairs, max_size=3)):
        found[one].add(other)
        found[other].add(one)
    return {key: tuple(sorted(others)) for key, others in found.items()}


@st.composite
def _concept(draw, key, code, links, keys) -> ConceptState:
    broader, narrower, related = links
    texts = st.dictionaries(languages, paragraphs, max_size=2)
    labels = st.dictionaries(
        languages, st.lists(lines, min_size=1, max_size=3, unique=True).map(tuple), max_size=2
    )
    return ConceptState(
        id=key,
        notation=code,
        pref_label=draw(st.dictionaries(languages, lines, min_size=1, max_size=3)),
        alt_label=draw(labels),
        hidden_label=draw(labels),
        definition=draw(texts),
        scope_note=draw(texts),
        status=draw(st.sampled_from(["active", "deprecated"])),
        is_assignable=draw(st.booleans()),
        broader=broader,
        narrower=narrower,
        related=related,
        mappings=tuple(draw(st.sets(st.tuples(st.sampled_from(MATCHES), targets), max_size=3))),
        replaced_by=draw(_some(keys, max_size=2)),
        consider=draw(_some(keys, max_size=2)),
    )


def document_of(state: SchemeState) -> SchemeDocument:
    title = {"ar": "تصنيف الخدمات", "en": "Services"}
    about = About(state.scheme, title, {"en": "An example."}, "1.2.0", date(2026, 11, 22))
    return SchemeDocument(about, state)
