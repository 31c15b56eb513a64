"""A built gazetteer handed on: packed into one file, and fetched from where somebody put it."""

from gazetteer.share.fetching import fetch
from gazetteer.share.packing import pack

__all__ = ["fetch", "pack"]
