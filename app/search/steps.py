"""The steps of understanding and ranking, each of which can be left out to see what it is worth.

A search that is asked as typed leaves out those that `GUESSING` names; all others take every step,
and measurements leave some out.
"""

from enum import StrEnum


class Step(StrEnum):
    """What is done with a query on its way to a ranking."""

    KEYBOARD = "keyboard"
    CUTTING = "cutting"
    STOP_WORDS = "stop_words"
    CLITICS = "clitics"
    LEXICON = "lexicon"
    PARTS = "parts of phrases"
    DERIVATION = "derivation"
    TRANSLITERATION = "transliteration"
    SKELETON = "skeleton"
    PREFIX = "prefix"
    TYPO = "typo"
    MATCHED = "matched words"
    RARITY = "rarity"
    SUPPORT = "support"
    NEIGHBOURS = "neighbours"
    WHOLE_NAMES = "whole_names"


Steps = frozenset[Step]
ALL_STEPS: Steps = frozenset(Step)
GUESSING: Steps = frozenset(
    {
        Step.KEYBOARD,
        Step.CUTTING,
        Step.PARTS,
        Step.DERIVATION,
        Step.TRANSLITERATION,
        Step.SKELETON,
        Step.PREFIX,
        Step.TYPO,
    }
)
"""What takes a word for another than the one that was typed."""
