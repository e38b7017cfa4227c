"""Pages of the desk: the first page, help, a case by role, the day of the staff."""
