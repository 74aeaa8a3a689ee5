"""Fakes of AWS resources and lookups."""

from fargate_web.testing.aws.mocks import AwsMocks

__all__ = ["AwsMocks"]
