"""`fargate-web rollback`: back to the previous revision of a service."""
