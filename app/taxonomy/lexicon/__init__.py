"""The lexicon: words that people use for the same thing, released in versions."""
