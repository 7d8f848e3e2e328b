"""The graph: what it may hold, and where it is kept."""
