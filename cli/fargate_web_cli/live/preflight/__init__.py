"""`fargate-web preflight`: what only the live account can tell before an update."""
