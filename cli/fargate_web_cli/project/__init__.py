"""The Pulumi project that a command works on: its location, its configuration and a run of its program."""
