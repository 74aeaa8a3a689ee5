"""The Pulumi project that a command works on."""
