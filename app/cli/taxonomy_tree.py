"""How a scheme looks in a terminal."""

from dataclasses import dataclass

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from app.core.languages import Language, in_language
from app.core.shaping import shaped
from app.interchange.schemes.values import SchemeDocument
from app.taxonomy.state import ConceptState, SchemeState


@dataclass(frozen=True)
class TreeView:
    """What of a tree is shown, and how; ``is_shaped`` joins Arabic letters beforehand."""

    language: Language
    depth: int
    is_shaped: bool


def is_shaping_needed(console: Console, *, is_terminal_shaping: bool) -> bool:
    """Tell whether Arabic must be joined for this output: files and pipes get it as it is."""
    return console.is_terminal and not is_terminal_shaping


def tree_of(document: SchemeDocument, view: TreeView) -> Tree:
    """Draw a version from its top concepts down; what is deprecated is struck through."""
    about, state = document.about, document.state
    title = in_language(about.title, view.language) or about.scheme
    tree = Tree(_line(f"{title} {about.number}", view, style="bold"), guide_style="dim")
    _add(tree, state, state.top, view, depth=1)
    return tree


def _add(
    tree: Tree, state: SchemeState, keys: tuple[str, ...], view: TreeView, *, depth: int
) -> None:
    for key in keys:
        concept = state.concepts[key]
        branch = tree.add(_named(concept, view))
        if depth < view.depth:
            _add(branch, state, concept.narrower, view, depth=depth + 1)


def _named(concept: ConceptState, view: TreeView) -> Text:
    label = in_language(concept.pref_label, view.language) or concept.id
    style = "dim strike" if concept.status == "deprecated" else ""
    return Text.assemble((f"{concept.notation}  ", "cyan"), _line(label, view, style=style))


def _line(text: str, view: TreeView, *, style: str) -> Text:
    return Text(shaped(text) if view.is_shaped else text, style=style)
