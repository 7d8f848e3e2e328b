"""Invented sample data: the generator, its output and the truth about what it planted."""
