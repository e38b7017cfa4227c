"""What people do with issues, clauses and documents. One file per flow."""
