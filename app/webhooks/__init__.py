"""Webhooks: the change feed, sent to those who do not want to ask for it."""
