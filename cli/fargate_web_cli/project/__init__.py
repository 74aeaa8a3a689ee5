"""The Pulumi project that a command works on: where it is, and what its program registers."""
