"""Stack files checked without running the program."""
