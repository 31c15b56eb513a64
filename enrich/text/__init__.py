"""What every stage knows of texts: blocks and their normalised form, sentences, spelling, dates."""
