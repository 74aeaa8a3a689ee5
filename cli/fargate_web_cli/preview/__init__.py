"""Previews a stack offline: the real program, run in this process against fakes of AWS."""
