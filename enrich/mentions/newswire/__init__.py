"""What news agencies write around a report: datelines and bylines."""
