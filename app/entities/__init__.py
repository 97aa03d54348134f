"""The government entities that offer services."""
