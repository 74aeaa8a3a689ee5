"""`fargate-web open`: the address of a service."""
