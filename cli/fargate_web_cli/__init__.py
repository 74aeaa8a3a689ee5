"""The command `fargate-web`: previews, diffs, estimates and pictures of stacks, offline."""

__version__ = "0.1.0"
"""Written here, and held equal to that of the distribution by a test: to ask for the latter takes longer than all of `--version`."""
