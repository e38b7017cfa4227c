"""Files: taken in whole, checked, cleaned, sealed by chunks; never on disk in clear."""
