"""The article page: one HTML file with text, map and reasons, that works from disk."""
