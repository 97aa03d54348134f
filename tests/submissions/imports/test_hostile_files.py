"""Files that mean harm are refused with a reason, at once, by a server that goes on."""

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.reading import limits
from app.core.reading.errors import UnreadableFile
from app.core.reading.process import Asked, read_rows, write_rows
from app.core.settings import ROOT
from app.submissions.imports.probing import probe
from app.submissions.imports.schemas import Kind
from app.submissions.imports.steps import asked_of
from tests.api.gates import bearer
from tests.submissions.imports import hostile
from tests.submissions.imports.conftest import Counter
from tests.submissions.imports.tables import ROW, csv_file, workbook

pytestmark = pytest.mark.any_database

REASONS = {
    hostile.zip_bomb: "larger than allowed when it is unpacked",
    hostile.many_times_larger: "larger than allowed when it is unpacked",
    hostile.shared_strings_bomb: "more memory than allowed",
    hostile.macros: "macros",
    hostile.hidden_macro: "macros",
    hostile.external_entity: "XML declarations",
    hostile.billion_laughs: "XML declarations",
    hostile.late_doctype: "XML declarations",
    hostile.truncated: "not a sound XLSX",
    hostile.broken_sheet: "not a sound XLSX",
    hostile.lying_sizes: "not a sound XLSX",
    hostile.sparse: "too many columns",
    hostile.beyond_every_row: "too many rows",
    hostile.beyond_every_column: "too many columns",
    hostile.merged_over_each_other: "not a sound XLSX",
    hostile.many_sheets: "too many sheets",
    hostile.many_parts: "larger than allowed",
    hostile.two_of_one_name: "not a sound XLSX",
    hostile.another_archive: "not a sound XLSX",
    hostile.old_format: "old format or has a password",
    hostile.too_many_columns: "too many columns",
    hostile.too_many_columns_csv: "too many columns",
    hostile.windows_arabic: "not UTF-8",
    hostile.not_text: "not text",
    hostile.one_endless_line: "quotation mark",
    hostile.no_known_headers: "no known headers",
    hostile.no_id: "no column of the service's id",
    hostile.one_column_twice: "'Title in Arabic (M)' is there twice",
}
KINDS: dict[Callable[[], bytes], Kind] = {
    **dict.fromkeys(hostile.WORKBOOKS, "xlsx"),
    hostile.shared_strings_bomb: "xlsx",
    **dict.fromkeys(hostile.TABLES, "csv"),
}


@pytest.mark.measured
@pytest.mark.parametrize("make", REASONS, ids=lambda one: one.__name__)
def test_it_is_refused_with_its_reason_within_five_seconds(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "sent"
    file.write_bytes(make())
    began, before = time.process_time(), _resident_mib()

    with pytest.raises(UnreadableFile) as refused:
        probe(file, KINDS[make])

    assert REASONS[make] in refused.value.detail
    assert {"ar", "en"} == refused.value.findings[0].message.keys()
    assert time.process_time() - began < 5
    assert _resident_mib() - before < 50
    assert [one.name for one in tmp_path.iterdir()] == ["sent"]


def test_the_answer_is_a_problem_and_nothing_is_kept(counter: Counter, tmp_path: Path) -> None:
    answer = counter.hand_in(hostile.billion_laughs())

    assert answer.status_code == 422
    problem = answer.json()
    assert (problem["code"], problem["errors"][0]["rule"]) == ("unreadable-file", "IMPORT-20")
    assert list((tmp_path / "imports").iterdir()) == []
    assert counter.get("/imports").json()["total"] == 0


def test_a_file_that_hides_its_harm_deep_inside_fails_as_an_import(counter: Counter) -> None:
    rows = b"".join(b'{"sourceId":"boat-%d"}\n' % number for number in range(100))

    done = counter.imported(rows + hostile.endless_json(), "services.ndjson", mode="valid-rows")

    assert (done["state"], done["doneRows"]) == ("failed", 0)
    assert "too long" in done["problem"]["message"]["en"]


def test_reading_ends_when_its_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sent"
    file.write_bytes(workbook(*([ROW] * 20_000)))
    monkeypatch.setattr(limits, "READING_CPU_SECONDS", 1)

    with pytest.raises(UnreadableFile, match="longer than allowed"):
        write_rows(file, tmp_path / "rows", asked_of("xlsx", None, None))


def test_reading_ends_when_its_memory_is_used_up(tmp_path: Path) -> None:
    file = tmp_path / "sent"
    one = '{"sourceId":"a","x":[' + "[]," * 300_000 + "[]]}"
    file.write_text("[" + ",".join([one] * 60) + "]")

    with pytest.raises(UnreadableFile, match="memory"):
        write_rows(file, tmp_path / "rows", Asked("ndjson"))


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "sent"
    file.write_text("sourceId,title.ar\n" + "a,b\n" * 50_001)

    with pytest.raises(UnreadableFile, match="too many rows"):
        write_rows(file, tmp_path / "rows", asked_of("csv", None, None))


def test_the_reading_process_sees_no_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DALIL_KEY_PEPPER", "x" * 40)
    monkeypatch.setattr(
        "app.core.reading.process._START",
        "import os, sys; sys.exit('DALIL_KEY_PEPPER' in os.environ and 24 or 0)",
    )
    (tmp_path / "sent").write_text("x")

    with pytest.raises(UnreadableFile, match="cannot be read"):
        write_rows(tmp_path / "sent", tmp_path / "rows", Asked("csv"))


def test_a_hundred_megabytes_are_too_many(counter: Counter, tmp_path: Path) -> None:
    answer = counter.hand_in(b"x" * (100 * 1024 * 1024), "services.csv")

    assert answer.status_code == 413
    assert answer.json()["code"] == "content-too-large"
    assert list((tmp_path / "imports").iterdir()) == []


def test_a_body_without_a_length_is_measured_as_it_comes(counter: Counter) -> None:
    def endless() -> object:
        for _ in range(80):
            yield b"x" * (1024 * 1024)

    answer = counter.desk.client.post(
        "/v1/imports?entity=moi",
        content=endless(),
        headers={**bearer(counter.desk.keys["editor"]), "Content-Type": "text/csv"},
    )

    assert answer.status_code == 413


def test_other_routes_keep_their_own_bound(counter: Counter) -> None:
    answer = counter.desk.ask("editor", "POST", "/validate", {"x": "y" * 2_000_000})

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("name", "status"),
    [("services.exe", 415), ("services", 415), ("services.xls", 422), ("services.xlsm", 422)],
)
def test_the_kind_is_told_by_the_name(counter: Counter, name: str, status: int) -> None:
    assert counter.hand_in(hostile.old_format(), name).status_code == status


def test_a_path_in_the_name_leads_nowhere(counter: Counter) -> None:
    answer = counter.hand_in(csv_file(ROW), "../../etc/services.csv", dryRun="true")

    assert answer.json()["fileName"] == "services.csv"


FORMS = {
    "no file": b'--b\r\nContent-Disposition: form-data; name="entity"\r\n\r\nmoi\r\n--b--\r\n',
    "no end": b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nx',
    "no form": b"hello",
    "nothing": b"",
    "two files": b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n--b--\r\n',
    "a long header": b"--b\r\nContent-Disposition: form-data; " + b"x" * 10_000 + b"\r\n\r\n\r\n",
    "many parts": b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n' * 50,
    "a long field": b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"x" * 900_000,
    "an empty file": b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    b'\r\n--b\r\nContent-Disposition: form-data; name="entity"\r\n\r\nmoi\r\n--b--\r\n',
    "no name": b"--b\r\nX: y\r\n\r\nx\r\n--b--\r\n",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_broken_form_is_refused(counter: Counter, form: bytes) -> None:
    answer = counter.desk.client.post(
        "/v1/imports?mode=valid-rows",
        content=form,
        headers={
            **bearer(counter.desk.keys["editor"]),
            "Content-Type": "multipart/form-data; boundary=b",
        },
    )

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mode", "half"),
        ("dryRun", "maybe"),
        ("encoding", "ebcdic"),
        ("entity", "\u0000"),
        ("unknown", "x"),
        ("mapping", "{"),
        ("mapping", '{"fields":[{"to":"nowhere","from":"x"}]}'),
    ],
)
def test_a_field_without_sense_is_refused(counter: Counter, field: str, value: str) -> None:
    assert counter.hand_in(csv_file(ROW), "a.csv", **{field: value}).status_code == 422


def _resident_mib() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // (1024 * 1024)


def test_a_full_disk_is_answered_with_503(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.api.uploads._Writing._write", full)

    answer = counter.hand_in(csv_file(ROW), "services.csv")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert list((tmp_path / "imports").iterdir()) == []


SPARSE = {
    "the last row of all": (
        hostile.with_rows('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        [2, 1_048_576],
    ),
    "a million empty rows": (
        hostile.with_rows("".join(f'<row r="{number}"/>' for number in range(3, 1_000_000))),
        [2],
    ),
    "a size that is not true": (hostile.with_rows("", size="A1:XFD1048576"), [2]),
    "a cell without a value far to the right": (
        hostile.with_rows('<row r="3"><c r="A3"><v>1</v></c><c r="XFD3" s="1"/></row>'),
        [2, 3],
    ),
}


@pytest.mark.measured
@pytest.mark.parametrize("name", SPARSE)
def test_what_is_empty_costs_nothing(name: str, tmp_path: Path) -> None:
    content, numbers = SPARSE[name]
    file, rows = tmp_path / "sent", tmp_path / "rows"
    file.write_bytes(content)
    before = _of_children()

    probe(file, "xlsx")
    assert write_rows(file, rows, asked_of("xlsx", None, None)) == len(numbers)

    assert _of_children() - before < 8  # twice the start of a process, and the rows
    assert [number for number, _, _ in read_rows(rows)] == numbers


def test_a_file_is_read_wherever_dalil_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sent"
    file.write_text(csv_file(ROW))
    elsewhere = [one for one in sys.path if one and Path(one).resolve() != ROOT]
    monkeypatch.setattr("sys.path", elsewhere)

    probe(file, "csv")


@pytest.mark.measured
def test_more_rows_than_a_sheet_has_are_refused_when_they_are_read(tmp_path: Path) -> None:
    file, before = tmp_path / "sent", _of_children()
    file.write_bytes(hostile.rows_of_one_number())

    probe(file, "xlsx")
    with pytest.raises(UnreadableFile, match="too many rows"):
        write_rows(file, tmp_path / "rows", asked_of("xlsx", None, None))

    assert _of_children() - before < 8


def test_a_header_is_not_looked_for_below_a_thousand_empty_rows(tmp_path: Path) -> None:
    file = tmp_path / "sent"
    file.write_text("\n" * 990 + csv_file(ROW))
    probe(file, "csv")

    file.write_text("\n" * 1_100 + csv_file(ROW))
    with pytest.raises(UnreadableFile, match="header"):
        probe(file, "csv")


@pytest.mark.measured
def test_thousands_of_merged_cells_are_looked_at_once(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(3, 8_003))
    merged = "".join(f'<mergeCell ref="B{n}:C{n}"/>' for n in range(3, 8_003))
    file = tmp_path / "sent"
    file.write_bytes(hostile.with_rows(rows, after=f"<mergeCells>{merged}</mergeCells>"))
    before = _of_children()

    assert write_rows(file, tmp_path / "rows", asked_of("xlsx", None, None)) == 8_001

    assert _of_children() - before < 4
    last = list(read_rows(tmp_path / "rows"))[-1]
    assert last[:2] == (8_002, [8_002, None, {"m": 1}])


def _of_children() -> float:
    """Seconds of the processor that ended processes have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
