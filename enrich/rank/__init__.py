"""Stage 3, candidates -> one Link per mention, the whole document at once.

groups         mentions of one name, decided together
signals        what is measured, each signal named and documented
surroundings   what the words right beside a mention say
votes          what the places of a text say of one another
weights.json   how much each signal counts
reasons        one plain sentence for each decision
ranker         the stage itself
"""

from enrich.rank.ranker import RuleRanker

__all__ = ["RuleRanker"]
