"""From findings to something a person can judge."""
