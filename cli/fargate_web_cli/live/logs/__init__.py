"""`fargate-web logs`: what the containers of a service write."""
