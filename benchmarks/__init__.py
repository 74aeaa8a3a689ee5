"""How fast the program is, against the same resources written by hand."""
