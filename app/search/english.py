"""English words: British and American spellings meet, then Snowball stems."""

import threading
from functools import lru_cache

import snowballstemmer

_SPELLINGS = {
    "licence": "license",
    "licences": "license",
    "licenced": "license",
    "licencing": "license",
    "centre": "center",
    "centres": "center",
    "cheque": "check",
    "cheques": "check",
    "labour": "labor",
    "colour": "color",
    "programme": "program",
    "programmes": "program",
    "organisation": "organization",
    "organisations": "organization",
    "authorisation": "authorization",
    "authorise": "authorize",
    "enrolment": "enrollment",
    "fulfil": "fulfill",
    "jewellery": "jewelry",
    "tyre": "tire",
    "children": "child",
    "wives": "wife",
    "women": "woman",
    "men": "man",
    "people": "person",
}
_SHORTEST = 3
_LONGEST = 32

# A Snowball stemmer keeps the word it works on, so every thread has its own.
_local = threading.local()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of one folded English word."""
    if not _SHORTEST <= len(word) <= _LONGEST:
        return word
    if not hasattr(_local, "stemmer"):
        _local.stemmer = snowballstemmer.stemmer("english")
    return str(_local.stemmer.stemWord(_SPELLINGS.get(word, word)))
