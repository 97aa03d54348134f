"""The operator's commands: serve, migrate, seed, reindex, doctor and their kin."""
