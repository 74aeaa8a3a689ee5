"""`fargate-web why`: why a deployment failed, or does not move."""
