"""Live Wikidata: what the gazetteer lacks, asked for by name and by id."""
