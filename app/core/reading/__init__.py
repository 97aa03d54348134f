"""Reading files that others have made, in a process of its own that may fail."""
