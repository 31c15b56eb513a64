"""Stage 3, candidates -> one Link per mention, the whole document at once.

signals        what is measured, each signal named and documented
local          of the candidate itself and the form of its mentions
surroundings   what the words right beside a mention say
beside         the signals of those words
people         the offices of people, by the words of ``enrich.offices``
context        what the names of a text say of one another
profile        what an outlet usually writes about
groups         mentions of one name, decided together
levels         sorts of places, and the areas around them
weights        how much each signal counts (``weights.json``, trained)
calibration    from a share among candidates to a probability
reasons        one plain sentence for each decision
ranker         the stage itself
"""

from enrich.rank.profile import Profile
from enrich.rank.ranker import Ranker
from enrich.rank.weights import Weights, load_weights

__all__ = ["Profile", "Ranker", "Weights", "load_weights"]
