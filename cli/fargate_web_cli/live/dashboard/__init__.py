"""`fargate-web dashboard`: the CloudWatch dashboard of a stack."""
