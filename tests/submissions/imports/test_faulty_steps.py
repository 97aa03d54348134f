"""One import that cannot be worked on does not keep the others waiting."""

from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from app.core.db import Database
from app.submissions.imports.running import ImportRunner
from app.submissions.neighbourhood import Neighbourhood
from tests.submissions.imports.test_crashes import ENDED, Shop, lines_of


@pytest.fixture
def shop(seeded: Database, tmp_path: Path) -> Shop:
    return Shop(seeded, tmp_path)


class Breaking(ImportRunner):
    """Meets a fault at every step of one import."""

    def __init__(self, shop: Shop, name: str, fault: Exception) -> None:
        super().__init__(shop.database, shop.folder, Neighbourhood(shop.database))
        self._name, self._fault = name, fault

    def _step(self, import_id: str) -> None:
        if import_id == self._name:
            raise self._fault
        super()._step(import_id)


def test_an_import_that_always_meets_a_fault_lets_the_others_go_on(shop: Shop) -> None:
    shop.queue(lines_of(shop.database, 3), "i_first")
    shop.queue(lines_of(shop.database, 2), "i_second")
    runner = Breaking(shop, "i_first", OSError("the disk of this one"))

    with pytest.raises(OSError, match="the disk"):
        runner.step()
    while shop.read("i_second").state not in ENDED:
        assert runner.step()

    assert shop.read("i_first").state == "queued"
    with pytest.raises(OSError, match="the disk"):
        runner.step()


def test_an_import_whose_rows_no_database_takes_has_failed(shop: Shop) -> None:
    shop.queue(lines_of(shop.database, 3), "i_first")
    runner = Breaking(shop, "i_first", IntegrityError("INSERT", {}, Exception("no such row")))

    assert runner.step()

    assert shop.read("i_first").state == "failed"
    assert not runner.step()
