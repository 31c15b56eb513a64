"""Live services, asked only on demand: Wikidata and geocoders for what the gazetteer lacks."""

from enrich.live.looking import Live
from enrich.live.options import LiveOptions

__all__ = ["Live", "LiveOptions"]
