"""PostgreSQL as Django knows it, but for one thing: whether a kept connection still lives is seen on its own socket."""
