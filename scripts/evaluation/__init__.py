"""What ``scripts/evaluate.py`` is made of: readers, measures, one module per kind of corpus."""
