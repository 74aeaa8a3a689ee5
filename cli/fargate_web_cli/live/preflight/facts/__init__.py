"""The facts of the account that a stack depends on. Each module asks AWS about one subject, and judges nothing."""
