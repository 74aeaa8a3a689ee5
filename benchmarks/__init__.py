"""Benchmarks of the program against the same resources written by hand."""
