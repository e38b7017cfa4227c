"""What people do in a search for packages. One file per flow."""
