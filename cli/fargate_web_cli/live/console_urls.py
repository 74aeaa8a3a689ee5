"""Addresses of the AWS console."""

from typing import Final
from urllib.parse import quote

_HOSTS: Final = {"aws-cn": "{region}.console.amazonaws.cn", "aws-us-gov": "console.amazonaws-us-gov.com"}


def build_dashboard_url(name: str, region: str, partition: str) -> str:
    """Return the address of a CloudWatch dashboard."""
    host = _HOSTS.get(partition, "{region}.console.aws.amazon.com").format(region=region)
    return f"https://{host}/cloudwatch/home?region={quote(region)}#dashboards/dashboard/{quote(name)}"
