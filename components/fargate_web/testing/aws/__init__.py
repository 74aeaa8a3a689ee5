"""Fakes of AWS: what its resources and lookups would return."""

from fargate_web.testing.aws.mocks import AwsMocks

__all__ = ["AwsMocks"]
