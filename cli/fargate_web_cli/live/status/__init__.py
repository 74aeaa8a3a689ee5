"""`fargate-web status`: what a deployed stack does now."""
