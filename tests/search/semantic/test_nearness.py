"""Vectors in memory: the nearest are found, and follow what the database says."""

import math
import random
import struct
from collections.abc import Mapping, Sequence

import pytest

pytest.importorskip("numpy", reason="the extra semantic is not installed")

from app.search.semantic.fusing import Near
from app.search.semantic.nearness import Nearness
from tests.search.semantic.twin import WordBag, vector_of


class Shelf:
    """Vectors by digest, which counts what is read."""

    def __init__(self, **texts: str) -> None:
        self.vectors = {name: vector_of(text) for name, text in texts.items()}
        self.read: list[str] = []

    def __call__(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        self.read += digests
        return {name: self.vectors[name] for name in digests if name in self.vectors}


def test_the_nearest_come_first_and_a_service_comes_once() -> None:
    nearness = Nearness(WordBag())
    shelf = Shelf(a="تسجيل مولود", b="baby registration", c="رخصة قيادة")
    nearness.hold([("birth", "a"), ("birth", "b"), ("driving", "c")], shelf)

    found = nearness.near("تسجيل طفل", limit=2)

    assert [one.id for one in found] == ["birth", "driving"]
    assert found[0] == Near("birth", 1.0)
    assert found[1].cosine < 0.5


def test_only_unknown_vectors_are_read() -> None:
    nearness, shelf = Nearness(WordBag()), Shelf(a="جواز", b="رخصة", c="مولود")
    nearness.hold([("one", "a"), ("two", "b")], shelf)
    nearness.hold([("three", "c"), ("two", "b")], shelf)

    assert shelf.read == ["a", "b", "c"]
    assert [one.id for one in nearness.near("مولود", limit=1)] == ["three"]
    assert {one.id for one in nearness.near("جواز", limit=5)} == {"two", "three"}


def test_missing_vectors_and_those_of_another_length_are_left_out() -> None:
    nearness, shelf = Nearness(WordBag()), Shelf(a="جواز")
    shelf.vectors["short"] = struct.pack("<2f", 1.0, 0.0)

    nearness.hold([("one", "a"), ("two", "gone"), ("three", "short")], shelf)

    assert [one.id for one in nearness.near("جواز", limit=5)] == ["one"]


def test_without_texts_nothing_is_near_and_nothing_is_asked() -> None:
    embedder = WordBag()
    nearness = Nearness(embedder)
    nearness.hold([], Shelf())

    assert nearness.near("جواز", limit=5) == []
    assert embedder.queries == []


def test_a_query_is_read_once() -> None:
    embedder = WordBag()
    nearness = Nearness(embedder)
    nearness.hold([("one", "a")], Shelf(a="جواز"))

    for _ in range(3):
        nearness.near("جواز", limit=5)

    assert embedder.queries == ["جواز"]


def test_the_nearest_are_those_of_looking_at_each_by_hand() -> None:
    generator = random.Random(7)
    words = ["جواز", "رخصة", "مولود", "سفر", "قيادة", "renewal", "permit", "birth"]
    texts = {f"d{n}": " ".join(generator.choices(words, k=3)) for n in range(300)}
    nearness = Nearness(WordBag())
    nearness.hold([(f"s{n}", f"d{n}") for n in range(300)], Shelf(**texts))

    found = nearness.near("جواز سفر", limit=10)

    asked = struct.unpack("<256f", vector_of("جواز سفر"))
    by_hand = {
        f"s{n}": math.fsum(
            one * other
            for one, other in zip(
                asked, struct.unpack("<256f", vector_of(texts[f"d{n}"])), strict=True
            )
        )
        for n in range(300)
    }
    best = sorted(by_hand.values(), reverse=True)[:10]
    assert [one.cosine for one in found] == pytest.approx(best, abs=1e-5)
    assert all(by_hand[one.id] == pytest.approx(one.cosine, abs=1e-5) for one in found)
