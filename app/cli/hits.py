"""How the hits of a search and their explanation look in a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from app.cli.hit_words import HIT_WORDS, HitWords
from app.core.languages import Language, in_language
from app.core.shaping import shaped
from app.search.explanation_schemas import EarningOut, ExplainedHit, PlannedStep, QueryPlanOut
from app.search.schemas import SearchHit, SearchOut

_MOST_READINGS = 6


@dataclass(frozen=True)
class Saying:
    """In which language things are said, and whether Arabic is joined beforehand."""

    language: Language
    is_shaped: bool

    @property
    def words(self) -> HitWords:
        """What is said in the language beside the hits."""
        return HIT_WORDS[self.language]

    def text(self, text: str) -> Text:
        """Write what people or the catalogue say as plain text, never as markup."""
        return Text(shaped(text) if self.is_shaped else text)

    def named(self, text: dict[str, str]) -> Text:
        """Write a text of the catalogue in the language, or in the other."""
        return self.text(in_language(text, self.language) or "")


def tables_of(found: SearchOut, saying: Saying) -> Iterator[Table]:
    """Draw the plan, the hits, and what each has earned, as far as they were asked for."""
    told = found.explanation
    if told and told.plan:
        yield _plan_table(told.plan, saying)
    yield _hit_table(found, saying)
    titles = {hit.id: hit.title for hit in found.items}
    for one in told.hits if told else ():
        yield _earning_table(one, titles[one.id], saying)


def sentences_of(found: SearchOut, saying: Saying) -> Iterator[Text]:
    """Say how many hits there are, and what their scores are shares of, if they are explained."""
    words, told = saying.words, found.explanation
    yield saying.text(words.counted.format(total=found.total, shown=len(found.items)))
    if told and told.hits:
        yield saying.text(words.share.format(points=told.best_points))


def _plan_table(plan: QueryPlanOut, saying: Saying) -> Table:
    words = saying.words
    title = f"{words.plan} ({plan.analyser}{words.comma}{plan.lexicon or '-'})"
    table = _table(title, words.plan_columns, saying)
    for step in plan.words:
        row = (step.text, _kind(step, words), _readings(step, words))
        table.add_row(*map(saying.text, row))
    for phrase in plan.phrases:
        terms = words.comma.join(phrase.terms[:_MOST_READINGS])
        groups = words.lexicon.format(groups=words.comma.join(phrase.groups))
        table.add_row(*map(saying.text, (phrase.text, groups, terms)))
    if plan.dropped:
        table.add_row(*map(saying.text, (" ".join(plan.dropped), words.dropped, "")))
    if plan.text != plan.typed:
        table.add_row(*map(saying.text, (plan.typed, words.keyboard, plan.text)))
    return table


def _kind(step: PlannedStep, words: HitWords) -> str:
    return words.minor.format(kind=step.kind) if step.is_minor else step.kind


def _readings(step: PlannedStep, words: HitWords) -> str:
    """Name the weightiest readings of a word with their streams and weights."""
    shown = [
        f"{'+'.join((one.term, *one.beside))} ({one.kind}, {one.stream}, {one.weight:g})"
        for one in step.alternatives[:_MOST_READINGS]
    ]
    more = len(step.alternatives) - len(shown)
    return words.comma.join([*shown, *([f"+{more}"] if more else [])])


def _hit_table(found: SearchOut, saying: Saying) -> Table:
    table = Table(title=saying.text(saying.words.hits), title_justify="left")
    table.add_column("#", justify="right")
    for name in saying.words.hit_columns:
        table.add_column(saying.text(name))
    table.add_column(saying.text(saying.words.score), justify="right")
    first = (found.page - 1) * found.page_size + 1
    for place, hit in enumerate(found.items, first):
        table.add_row(str(place), *_hit_row(hit, saying), f"{hit.score:.4f}")
    return table


def _hit_row(hit: SearchHit, saying: Saying) -> tuple[Text, Text, Text]:
    pinned = " *" if hit.is_pinned else ""
    return Text(hit.id + pinned), saying.named(hit.title), saying.named(hit.entity.title)


def _earning_table(hit: ExplainedHit, title: dict[str, str], saying: Saying) -> Table:
    words, about = saying.words, in_language(title, saying.language) or ""
    earned = words.earned.format(points=hit.points, words=hit.words, score=hit.score)
    table = _table(f"{hit.place}. {hit.id} · {about} · {earned}", words.earning_columns, saying)
    table.add_column(saying.text(words.points), justify="right")
    for one in hit.earnings:
        table.add_row(*_earning_row(one, saying))
    if hit.lead:
        message = in_language(hit.lead.message.model_dump(), saying.language) or ""
        table.add_row("↑", saying.text(message), hit.lead.rule, f"+{hit.lead.points:,}")
    return table


def _earning_row(one: EarningOut, saying: Saying) -> tuple[str, Text, str, str]:
    terms = " ".join(one.terms)
    word = f"{one.word} → {terms}" if one.word and one.word != terms else one.word or terms
    return one.source, saying.text(word), one.field or "", f"{one.points:,}"


def _table(title: str, columns: tuple[str, ...], saying: Saying) -> Table:
    table = Table(title=saying.text(title), title_justify="left")
    for name in columns:
        table.add_column(saying.text(name))
    return table
