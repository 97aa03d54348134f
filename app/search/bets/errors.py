"""What can go wrong with best bets."""

from app.core.errors import Conflict, Invalid, NotFound


class BestBetNotFound(NotFound):
    """There is no such best bet."""

    code, title = "best-bet-not-found", "There is no such best bet"
    title_ar = "لا توجد إجابة مثبتة كهذه"


class UnsoundBestBet(Invalid):
    """A best bet pins nothing that is published, or for no words."""

    code, title = "unsound-best-bet", "The best bet pins what is not published, or for no words"
    title_ar = "تثبّت هذه الإجابة ما ليس منشوراً، أو لغير كلمات"


class BestBetOverlaps(Conflict):
    """Another best bet answers the same words at the same time."""

    code, title = "best-bet-overlaps", "Another best bet answers the same words at the same time"
    title_ar = "إجابة مثبتة أخرى تجيب عن الكلمات نفسها في الوقت نفسه"


class TooManyBestBets(Conflict):
    """There are as many best bets as there may be."""

    code, title = "too-many-best-bets", "There are as many best bets as there may be"
    title_ar = "بلغ عدد الإجابات المثبتة حدّه"
