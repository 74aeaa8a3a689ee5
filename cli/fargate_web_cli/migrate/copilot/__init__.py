"""Converts manifests of AWS Copilot (https://aws.github.io/copilot-cli/docs/manifest/overview/) into a stack file."""
