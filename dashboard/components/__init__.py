"""Pieces of interface that pages are put together from."""
