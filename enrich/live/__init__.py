"""Live services, asked only on demand: Wikidata and geocoders for what the gazetteer lacks."""
