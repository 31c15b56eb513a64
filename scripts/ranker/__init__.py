"""Training of the ranker: documents with answers in, ``enrich/rank/weights.json`` out."""
