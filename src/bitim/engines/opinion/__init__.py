"""What many people's votes on sentences have in common, and how sure that is."""
