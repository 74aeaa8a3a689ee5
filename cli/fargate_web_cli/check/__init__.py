"""`fargate-web check`: checks of stack files, without running the program."""
