"""The commands of the terminal, one file a group; `cli.py` puts them together."""
