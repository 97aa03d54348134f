"""The digitisation programme: targets, roadmaps and maturity."""
