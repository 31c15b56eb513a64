"""The reader of a gazetteer: one file, and layers over it."""

from gazetteer.store.gazetteer import Gazetteer
from gazetteer.store.hits import Hit

__all__ = ["Gazetteer", "Hit"]
