"""The command ``enrich gazetteer``: what the gazetteer is built from, holds, and is given."""
