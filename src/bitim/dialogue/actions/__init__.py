"""What can be done in a community dialogue; a flow is a file."""
