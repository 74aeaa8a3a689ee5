"""The command `fargate-web`: offline checks, previews, diffs, cost estimates and diagrams of stacks."""

__version__ = "0.1.0"
"""The version of the distribution, repeated here because reading the package metadata would dominate the run time of `--version`. A test compares both."""
