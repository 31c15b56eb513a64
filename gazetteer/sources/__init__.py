"""One module per published format; each yields ``gazetteer.build.Row`` values."""
