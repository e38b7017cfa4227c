"""The office's books: consultations, registered cases, papers in and out; reports counted from them."""
