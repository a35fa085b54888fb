"""What the name of a raster says: optical or SAR, the day, the words it shares with another; opens no file."""

from __future__ import annotations

import datetime
import re

WORDS = {
    "sar": r"s1[ab]?|sentinel.?1|sar|grd|rtc|vv|vh|hh|hv|radar|palsar|terrasar|backscatter|gamma0|sigma0",
    "optical": r"s2[abc]?|sentinel.?2|l1c|l2a|msi|optical|opt|rgb|landsat|lc0[89]|oli|planet|true.?colou?r",
    # Rasters of one or two bands that are no image: coding them as one would ruin them.
    "neither": r"lulc|label|labels|mask|class|classes|landcover|dem|dsm|dtm|slope|aspect|hillshade|ndvi|water|map",
}
TOLERATED_DAYS = 30  # a pair this far apart in time gets no credit for its dates


def has_word(name: str, kind: str) -> bool:
    """Whether a name has a word that says what the raster is, of a kind in `WORDS`."""
    return re.search(rf"(?<![a-z0-9])({WORDS[kind]})(?![a-z])", name.lower().replace("_", " ")) is not None


def own_words(name: str) -> set[str]:
    """The words of a name without those that say optical or SAR."""
    kinds = re.compile(f"({WORDS['optical']}|{WORDS['sar']}).*")
    return {word for word in re.split(r"[^a-z0-9]+", name.lower()) if word and not kinds.fullmatch(word)}


def shared_words(one: str, other: str) -> float:
    """Share of the own words of two names that they have in common, 0..1."""
    words = own_words(one), own_words(other)
    together = words[0] | words[1]
    return len(words[0] & words[1]) / len(together) if together else 0.0


def date_in(text: str) -> str:
    """The first day that a text names, as YYYYMMDD; "" for none."""
    found = re.search(r"(19|20)\d\d[-_]?[01]\d[-_]?[0-3]\d", text)
    return re.sub("[-_]", "", found.group(0)) if found else ""


def nearness(one: str, other: str) -> float:
    """1 for two dates on one day, down to 0 a month apart, or where a date is unknown or none."""
    try:
        days = [datetime.datetime.strptime(date, "%Y%m%d") for date in (one, other)]
    except ValueError:
        return 0.0
    return max(0.0, 1 - abs((days[0] - days[1]).days) / TOLERATED_DAYS)
