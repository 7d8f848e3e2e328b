"""Questions to the graph: signals, searches, paths, ad-hoc Cypher."""
