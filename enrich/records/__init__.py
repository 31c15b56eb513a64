"""What several formats are made of.

``record``: the flat record of a mention, and JSON as it is spelt; ``tally``: the mentions of an
entity added up and quoted; ``features``: those of a map, with ``overlaps``; ``vector``: features as
typed columns; ``iris``: names for linked data; ``manifest``: how a file of several was made.
"""
