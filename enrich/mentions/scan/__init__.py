"""Names of texts in languages that no tagger reads, found with the gazetteer alone."""
