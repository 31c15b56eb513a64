"""Models that find names in running text.

protocol     the shape that all of them have
registry     taggers by name: ours, those of other libraries, and whoever registers one
model        our own: the network, batches, spans
encoding     a text as its words, pieces and chunks
features     what the embedded gazetteer knows of each word
decoding     what the network says of a word; from that to spans
"""

from enrich.mentions.taggers.protocol import RoleTagger, TaggedSpan, Tagger

__all__ = ["RoleTagger", "TaggedSpan", "Tagger"]
