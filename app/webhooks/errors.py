"""What can go wrong with webhooks."""

from app.core.errors import Conflict, NotFound


class WebhookNotFound(NotFound):
    """There is no such webhook."""

    code, title = "webhook-not-found", "There is no such webhook"


class TooManyWebhooks(Conflict):
    """The owner has as many webhooks as there may be."""

    code, title = "too-many-webhooks", "The owner has as many webhooks as there may be"


class SecretUnreadable(Conflict):
    """The secret cannot be read with the pepper of this installation."""

    code = "webhook-secret-unreadable"
    title = "The secret cannot be read with the pepper of this installation"
