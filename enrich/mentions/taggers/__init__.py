"""Models that find names in running text.

protocol     the shape that all of them have
"""

from enrich.mentions.taggers.protocol import TaggedSpan, Tagger

__all__ = ["TaggedSpan", "Tagger"]
