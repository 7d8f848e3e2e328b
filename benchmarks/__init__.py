"""Timings and memory at given sizes, beside the budgets; run with `python -m benchmarks`."""
