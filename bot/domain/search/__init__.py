"""Finding the scenario that answers a question, and knowing when there is none.

    index = SearchIndex.of(pack, vectors)
    found = index.search("how to share subnets")

Pure: the same index and question always give the same `Found`, in a total and stable order.
"""

from bot.domain.search.found import FieldGain, Fit, Found, Match, Verdict, WordMatch
from bot.domain.search.index import SearchIndex
from bot.domain.search.tokens import detect_language

__all__ = [
    "FieldGain",
    "Fit",
    "Found",
    "Match",
    "SearchIndex",
    "Verdict",
    "WordMatch",
    "detect_language",
]
