"""The port: what turns texts into vectors."""

from typing import Protocol


class Embedder(Protocol):
    """Turns texts into vectors of one length: little-endian 32-bit floats, of length 1.

    Any number of threads may ask at once.
    """

    @property
    def name(self) -> str:
        """What model and what preparation of texts it is; vectors of two names never meet."""
        ...

    def passage(self, text: str) -> bytes:
        """Return the vector of a text that is looked for."""
        ...

    def query(self, text: str) -> bytes:
        """Return the vector of a text that looks for others."""
        ...
