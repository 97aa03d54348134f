"""What can go wrong with reorganisations."""

from app.core.errors import Conflict, Invalid


class UnsoundReorganisation(Invalid):
    """The reorganisation cannot be carried out as it is described."""

    code = "unsound-reorganisation"
    title = "The reorganisation cannot be carried out as it is described"
    title_ar = "لا يمكن تنفيذ إعادة التنظيم كما وُصفت"


class PlanOutdated(Conflict):
    """What would be done is no longer what was previewed."""

    code, title = "plan-outdated", "What would be done is no longer what was previewed"
    title_ar = "ما سيُنفَّذ لم يعد مطابقاً لما عُرض في المعاينة"
