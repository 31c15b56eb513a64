"""The tagger for other languages than English: ``scripts/train_multilingual.py``."""
