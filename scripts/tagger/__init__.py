"""Training of the tagger: corpora, targets, the network, its export."""
