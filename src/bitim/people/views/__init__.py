"""Pages of the people domain: doors, the register, the staff."""
