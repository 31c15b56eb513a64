"""Results written out: a module per format, and nothing else.

A module has ``write(results, out)``: results come one at a time, and are written as they come
wherever the format allows it; ``out`` is a text stream, or the path of a new file for a format
that a library writes; an ``OutputError`` says that the library is missing, or cannot write. What
may be asked for besides are its keyword arguments: ``layer`` ("places", "mentions", "areas",
"footprint") for a layer of a map, ``simplestyle``, ``excel``.
``enrich.formats.FORMATS`` has a line for each.
"""
