"""The vocabulary is read by any thread while it changes."""

import threading

from app.search.vocabulary import Vocabulary

LAST = [f"ييي{chr(ord('ا') + number)}" for number in range(20)]
"""Words at the very end, where a list that becomes shorter is read beyond its end."""


def test_words_are_completed_while_others_are_forgotten() -> None:
    known, is_over, faults = Vocabulary(dict.fromkeys(LAST, 1), documents=1), threading.Event(), []

    def complete() -> None:
        while not is_over.is_set():
            try:
                known.completions("ييي", limit=3)
            except IndexError as fault:
                faults.append(fault)

    readers = [threading.Thread(target=complete) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(300):
        known.update(dict.fromkeys(LAST, 0), documents=1)
        known.update(dict.fromkeys(LAST, 1), documents=1)
    is_over.set()
    for reader in readers:
        reader.join()

    assert faults == []
    assert [one.word for one in known.completions("ييي", limit=2)] == sorted(LAST)[:2]
