"""What can go wrong with the lexicon."""

from app.core.errors import Conflict, Invalid, NotFound


class LexiconVersionNotFound(NotFound):
    """There is no such version of the lexicon."""

    code, title = "lexicon-version-not-found", "There is no such version of the lexicon"
    title_ar = "لا يوجد للمعجم إصدار كهذا"


class TermGroupNotFound(NotFound):
    """There is no such group of terms."""

    code, title = "term-group-not-found", "There is no such group of terms"
    title_ar = "لا توجد مجموعة ألفاظ كهذه"


class LexiconVersionExists(Conflict):
    """A released version of the lexicon never changes."""

    code, title = "lexicon-version-exists", "A released version of the lexicon never changes"
    title_ar = "الإصدار المنشور من المعجم لا يتغير أبداً"


class LexiconVersionIsOlder(Conflict):
    """A newer version of the lexicon was released already."""

    code = "lexicon-version-is-older"
    title = "A newer version of the lexicon was released already"
    title_ar = "نُشر إصدار أحدث من المعجم من قبل"


class LexiconHasNoCandidates(Invalid):
    """The lexicon is released at once, without candidates."""

    code = "lexicon-has-no-candidates"
    title = "The lexicon is released at once, without candidates"
    title_ar = "يُنشر المعجم مباشرة دون إصدار مرشح"


class UnsoundLexicon(Invalid):
    """The lexicon breaks a rule of integrity."""

    code, title = "unsound-lexicon", "The lexicon breaks a rule of integrity"
    title_ar = "يخالف المعجم قاعدة من قواعد السلامة"
