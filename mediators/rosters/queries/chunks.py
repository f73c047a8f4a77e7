from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
#: So many values go into one query: databases bound them.
AT_ONCE = 400


def chunks(items: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """Yield `items` in parts of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
