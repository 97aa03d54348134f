"""The steps of understanding and ranking, each of which can be left out to see what it is worth.

A search that is asked as typed repairs no keyboard and corrects no slip; all others take every
step, and measurements leave some out.
"""

from enum import StrEnum


class Step(StrEnum):
    """What is done with a query on its way to a ranking."""

    KEYBOARD = "keyboard"
    CUTTING = "cutting"
    STOP_WORDS = "stop_words"
    CLITICS = "clitics"
    LEXICON = "lexicon"
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
