"""The government's services, their revisions and their classification."""
