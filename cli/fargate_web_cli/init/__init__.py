"""Starts a project: the files of a folder of one's own, from answers or from what is there."""
