"""Streamlit pages: they arrange, they do not think."""
