"""How documents go through the stages: in windows, with passes beside the stages.

progress       how far a document has come, and a window of such documents
windows        how documents are put into windows, and what their outlets are about
passes         what every pass beside the stages has: decisions, offices, live services
stages         the stages and the passes of a linker, opened from its options
"""
