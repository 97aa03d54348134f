"""``dalil taxonomy``: write a scheme to a file, check one, and look at its tree."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.cli import taxonomy_changes
from app.cli.opening import console, open_migrated, read_settings
from app.cli.screen import Screen
from app.cli.taxonomy_checking import Checked, check_file, show_findings
from app.cli.taxonomy_tree import TreeView, is_shaping_needed, tree_of
from app.core.errors import DalilError
from app.core.languages import Language
from app.core.text import harmless
from app.interchange.schemes.files import FORMATS, format_of, write_scheme
from app.interchange.schemes.released import load_released
from app.interchange.schemes.table_reading import TableOptions
from app.interchange.schemes.values import SchemeDocument

app = typer.Typer(help="Schemes: as files, checked, as a tree.", no_args_is_help=True)
app.command("diff")(taxonomy_changes.diff)
app.command("import")(taxonomy_changes.import_file)
app.command("release")(taxonomy_changes.release)
Form = Literal["json", "turtle", "rdfxml", "jsonld", "csv", "xlsx"]
SchemeName = Annotated[str, typer.Argument(help="Id of a scheme, e.g. services.")]
VersionName = Annotated[str, typer.Option(help="1.0.0, or an alias: latest, 1, 1.0.")]
_PLACE = "https://dalil.example"
"""Where addresses in files begin when no public address is set."""


@app.command("export")
def export(
    scheme: SchemeName,
    *,
    version: VersionName = "latest",
    form: Annotated[Form, typer.Option("--format", help="Format of the file.")] = "turtle",
    output: Annotated[
        Path | None, typer.Option(help="File to write; standard output if none.")
    ] = None,
) -> None:
    """Write a version to a file, from which the same version can be read."""
    try:
        written = write_scheme(_load(scheme, version), form, base_url=_base_url())
    except DalilError as fault:
        raise _refused(fault) from None
    if output:
        output.write_bytes(written)
        console.print(f"{output}: {len(written)} bytes", highlight=False, soft_wrap=True)
    else:
        sys.stdout.buffer.write(_shown(written) if sys.stdout.isatty() else written)
        sys.stdout.flush()


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="File of a scheme.")],
    *,
    form: Annotated[
        Form | None, typer.Option("--format", help="Its format; else its name tells.")
    ] = None,
    scheme: Annotated[str, typer.Option(help="Which scheme of the file, by id or address.")] = "",
    language: Annotated[
        list[str] | None, typer.Option(help="Language in which all must be named; ar and en.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="HEADER=NAME of a table's own header, e.g. Code=notation."),
    ] = None,
) -> None:
    """Check a file against the rules of integrity; exit 1 when an error is found."""
    known = form or format_of(file)
    if known is None:
        names = ", ".join(FORMATS)
        raise typer.BadParameter(f"'{file.name}' does not tell its format; use --format: {names}.")
    options = TableOptions(scheme or file.stem, names=_names(column or ()))
    options = options if known in ("csv", "xlsx") or scheme else TableOptions("")
    try:
        checked = check_file(file, known, options, languages=tuple(language or ("ar", "en")))
    except DalilError as fault:
        checked = Checked(None, fault.findings)
        console.print(fault.detail, style="red", markup=False, highlight=False)
    show_findings(console, checked)
    raise typer.Exit(0 if checked.is_sound else 1)


@app.command("tree")
def tree(
    scheme: SchemeName,
    *,
    version: VersionName = "latest",
    lang: Annotated[Language, typer.Option(help="Language of the labels.")] = "ar",
    depth: Annotated[int, typer.Option(min=1, max=50, help="Levels to show.")] = 50,
    shape: Annotated[
        bool | None,
        typer.Option("--shape/--no-shape", help="Join Arabic letters here; else as needed."),
    ] = None,
    shaping_terminal: Annotated[
        str, typer.Option(envvar=["VTE_VERSION", "KONSOLE_VERSION", "MLTERM"], hidden=True)
    ] = "",
) -> None:
    """Print a version as a tree, in Arabic or English."""
    try:
        document = _load(scheme, version)
    except DalilError as fault:
        raise _refused(fault) from None
    screen = Screen()
    is_shaped = shape
    if is_shaped is None:
        is_shaped = is_shaping_needed(screen, is_terminal_shaping=bool(shaping_terminal))
    view = TreeView(language=lang, depth=depth, is_shaped=is_shaped)
    screen.print(tree_of(document, view), highlight=False)


def _load(scheme: str, version: str) -> SchemeDocument:
    database = open_migrated(read_settings())
    try:
        with database.read() as session:
            return load_released(session, scheme, version)
    finally:
        database.close()


def _shown(written: bytes) -> bytes:
    """Keep what a version says from steering the terminal that it is written to."""
    return harmless(written.decode("utf-8", "replace")).encode()


def _base_url() -> str:
    return read_settings().public_url or _PLACE


def _names(columns: "list[str] | tuple[()]") -> dict[str, str]:
    pairs = [one.rpartition("=") for one in columns]
    for header, sign, name in pairs:
        if not (header and sign and name):
            raise typer.BadParameter("Write HEADER=NAME, e.g. Code=notation.")
    return {header.strip(): name.strip() for header, _, name in pairs}


def _refused(fault: DalilError) -> typer.Exit:
    console.print(fault.detail, style="red", markup=False, highlight=False)
    return typer.Exit(1)
