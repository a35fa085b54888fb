"""A cache bounded in bytes: what was not used for longest goes first; safe in any thread, knows nothing of what it keeps."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any


class ByteCache:
    """Keeps values by key (a tuple) up to `limit` bytes in all; what is larger than that is not kept."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple, tuple[Any, int]] = OrderedDict()

    def get(self, key: tuple) -> Any:
        """The value, now the last to go; None where there is none."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: tuple, value: Any, size: int) -> None:
        """Keep a value of `size` bytes, in place of an older one."""
        with self._lock:
            self._remove(key)
            if size > self.limit:
                return
            self._kept[key] = value, size
            self.bytes += size
            while self.bytes > self.limit:
                self._remove(next(iter(self._kept)))

    def keys(self, prefix: tuple = ()) -> list[tuple]:
        """What is kept under a prefix, least recently used first."""
        with self._lock:
            return [key for key in self._kept if key[: len(prefix)] == prefix]

    def drop(self, prefix: tuple = ()) -> None:
        """Forget everything under a prefix."""
        for key in self.keys(prefix):
            with self._lock:
                self._remove(key)

    def _remove(self, key: tuple) -> None:
        if key in self._kept:
            self.bytes -= self._kept.pop(key)[1]


class CacheView(MutableMapping):
    """One prefix of a `ByteCache` as a mapping by index; `size` gives a value's bytes. What it holds may go at any time."""

    def __init__(self, cache: ByteCache, prefix: tuple, size: Callable[[Any], int]) -> None:
        self._cache, self._prefix, self._size = cache, prefix, size

    def __getitem__(self, index: int) -> Any:
        value = self._cache.get((*self._prefix, index))
        if value is None:
            raise KeyError(index)
        return value

    def __setitem__(self, index: int, value: Any) -> None:
        self._cache.put((*self._prefix, index), value, self._size(value))

    def __delitem__(self, index: int) -> None:
        self._cache.drop((*self._prefix, index))

    def __iter__(self) -> Iterator[int]:
        return (key[-1] for key in self._cache.keys(self._prefix))

    def __len__(self) -> int:
        return len(self._cache.keys(self._prefix))
