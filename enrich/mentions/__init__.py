"""Stage 1, Document -> Mentions: which runs of words are names, of what kind, in which role.

tokens       words of a text, where they stand, where sentences begin
windows      runs of words that the gazetteer holds
evidence     how much speaks for each of them
shortforms   surnames, initials and misspellings of names found before
proposals    the choice among overlapping proposals
roles        the sense in which a text names a place
taggers      models that read the text
borders      where a tagged name begins and ends
joining      what the tagger found and what the gazetteer holds, joined
splitting    spans that are more than one name, or less than they seem
kinds        of what kind a tagged name is
items        names that stand alone, as in a list
relations    what a text says before a place: "20 km north of"
scan         names of texts in languages that no tagger reads
newswire     datelines and bylines
finder       the stage itself
"""

from enrich.mentions.finder import MentionFinder

__all__ = ["MentionFinder"]
