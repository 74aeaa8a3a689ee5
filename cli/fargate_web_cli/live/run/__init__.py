"""`fargate-web run`: services of a stack as a Compose file, on the developer's machine."""
