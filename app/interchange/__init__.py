"""Out and in: the catalogue in the vocabularies that others read and write."""
