"""What tantivy says when the files of an index are not what it has written."""


def is_panic(fault: BaseException) -> bool:
    """Tell a panic of tantivy, which is not an Exception and has no module to import it from."""
    return type(fault).__name__ == "PanicException"
