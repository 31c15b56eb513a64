"""What a server answers, apart from how it is asked."""
