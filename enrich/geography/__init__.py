"""Stage 4: where what a text names lies, as exactly as is known, and where the text is set.

``places``: how exact a point is, and which place a text is most about; ``distance``: "20 km north
of" in kilometres; ``footprint``: a document as one place; ``hull``: the outline around it.
"""
