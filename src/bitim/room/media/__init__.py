"""Who carries the voices of a live meeting. One port, `MediaBackend`; which adapter is in use, the settings say."""
