"""Everything that speaks to the network, and what it keeps on disk."""
