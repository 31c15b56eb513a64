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
scan         names of texts in languages that no tagger reads; words, grammar, scanwindows and
             scanscores are its parts
finder       the stage itself
"""

from enrich.mentions.finder import MentionFinder

__all__ = ["MentionFinder"]
