"""Which pairs of a name and an id a ranker has seen in training: memory, told from judgement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from tagger.parts import fold_of

from enrich.evaluation.gold import Gold, GoldDocument
from gazetteer.names import fold

__all__ = ["novelty_rule"]


def novelty_rule(documents: Iterable[GoldDocument]) -> Callable[[GoldDocument, Gold], bool]:
    """Return what tells whether the name and the id of a gold are in no document of other folds.

    Names are compared folded. A gold with two ids is novel when neither was seen with its name.

    Args:
        documents: All that rankers are trained on, whatever is evaluated; ids as ``fold_of`` has
            them: "places_lgl:3".
    """
    folds: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for document in documents:
        for gold in document.golds:
            for curie in gold.curies:
                folds[fold(gold.text), curie].add(fold_of(document.id))

    def is_novel(document: GoldDocument, gold: Gold) -> bool:
        own = {fold_of(document.id)}
        name = fold(gold.text)
        return all(folds.get((name, curie), set()) <= own for curie in gold.curies)

    return is_novel
