"""`fargate-web explain`: what a check or a key means, and why a resource exists."""
