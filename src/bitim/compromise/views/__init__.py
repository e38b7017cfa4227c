"""Pages of the search for packages."""
