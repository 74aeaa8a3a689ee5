"""Converts the files of other tools into a stack file."""
