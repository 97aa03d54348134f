"""Forms of one word are found by one another, and those of different words are not.

``conflation.txt`` holds a lexeme a line, each with some of its forms. The plurals that no rule
gives away are known by heart (``app/search/words.py``), those of this list among them.
"""

from collections import defaultdict
from itertools import combinations
from pathlib import Path

from app.search.analysis import analyse

LEXEMES = [
    line.split()
    for line in Path(__file__).with_name("conflation.txt").read_text("utf-8").splitlines()
]


def pairs_that_meet(forms: list[str]) -> set[tuple[int, int]]:
    """Pair the forms that share a stem, as a word of a query shares one with a word of a title."""
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for place, form in enumerate(forms):
        for word in analyse(form):
            for stem in word.stems:
                holders[stem].add(place)
    return {pair for some in holders.values() for pair in combinations(sorted(some), 2)}


def test_the_set_is_large_and_names_each_form_once() -> None:
    forms = [form for lexeme in LEXEMES for form in lexeme]

    assert len(LEXEMES) >= 300
    assert all(len(lexeme) == len(set(lexeme)) for lexeme in LEXEMES)
    assert len(forms) > 1200


def test_forms_of_one_word_meet() -> None:
    forms = [form for lexeme in LEXEMES for form in lexeme]
    owners = [number for number, lexeme in enumerate(LEXEMES) for _ in lexeme]
    wanted = {
        (one, other)
        for one, other in combinations(range(len(forms)), 2)
        if owners[one] == owners[other]
    }

    met = pairs_that_meet(forms)

    right = len(met & wanted)
    precision, recall = right / len(met), right / len(wanted)
    assert 2 * precision * recall / (precision + recall) >= 0.95
    assert precision >= 0.90
    assert recall >= 0.98
