"""What every package stands on: database, journal, settings, errors, languages."""
