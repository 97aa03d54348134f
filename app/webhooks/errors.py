"""What can go wrong with webhooks."""

from app.core.errors import Conflict, NotFound


class WebhookNotFound(NotFound):
    """There is no such webhook."""

    code, title = "webhook-not-found", "There is no such webhook"
    title_ar = "لا يوجد إشعار ويب كهذا"


class TooManyWebhooks(Conflict):
    """The owner has as many webhooks as there may be."""

    code, title = "too-many-webhooks", "The owner has as many webhooks as there may be"
    title_ar = "بلغ صاحبها أكبر عدد مسموح من إشعارات الويب"


class SecretUnreadable(Conflict):
    """The secret cannot be read with the pepper of this installation."""

    code = "webhook-secret-unreadable"
    title = "The secret cannot be read with the pepper of this installation"
    title_ar = "لا يُقرأ السر بمفتاح هذا التركيب"
