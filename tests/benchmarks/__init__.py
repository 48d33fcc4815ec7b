"""Benchmarks, run on demand: python -m tests.benchmarks queries|import|pages."""
