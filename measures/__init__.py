"""Whole-graph computations whose results are written back as derived facts."""
