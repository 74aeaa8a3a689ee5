"""The ECR repository."""
