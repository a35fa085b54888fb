"""The cache stays within its bytes, lets the least used go first, and is safe from many threads."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.bytecache import ByteCache, CacheView


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60)), max_size=60), st.integers(0, 100))
def test_it_never_holds_more_than_its_limit(puts, limit):
    cache = ByteCache(limit)
    for key, size in puts:
        cache.put((key,), (key, size), size)
        assert cache.bytes <= limit
        kept = cache.get((key,))
        assert kept == ((key, size) if size <= limit else None)
    assert cache.bytes == sum(cache.get(key)[1] for key in cache.keys())


def test_the_least_recently_used_goes_first():
    cache = ByteCache(30)
    for key in "abc":
        cache.put((key,), key, 10)
    cache.get(("a",))
    cache.put(("d",), "d", 10)
    assert cache.get(("b",)) is None and cache.get(("a",)) == "a"


def test_a_view_is_a_mapping_under_a_prefix():
    cache = ByteCache(100)
    view, other = (CacheView(cache, (name,), len) for name in ("one", "other"))
    view[3], other[3] = b"12345", b"6"
    assert view[3] == b"12345" and view.get(4) is None and list(view) == [3] and len(view) == 1
    assert cache.bytes == 6
    cache.drop(("one",))
    assert not view and other[3] == b"6"
    del other[3]
    assert cache.bytes == 0


def test_many_threads_leave_its_sum_right():
    cache = ByteCache(500)

    def work(seed: int) -> None:
        for step in range(400):
            key = (seed * step % 37,)
            cache.put(key, step, step % 50)
            cache.get(key)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.bytes <= 500 and cache.bytes == sum(cache._kept[key][1] for key in cache.keys())
