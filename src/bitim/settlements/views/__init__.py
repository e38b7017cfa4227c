"""Pages of issues, texts, signing and checking."""
