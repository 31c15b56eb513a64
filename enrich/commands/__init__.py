"""What the longer commands do, a module each; ``enrich.cli`` has their options."""
