"""The AWS WAF web ACL of a load balancer."""

import ipaddress
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.documents import concat_inputs
from ..settings.web_acl import WebAcl as WebAclSettings
from ..settings.web_acl_logs import WebAclLogs
from .web_acl_rules import build_rules, build_visibility_config

_LOG_NAME_PREFIX = "aws-waf-logs-"
"""AWS WAF writes only to log groups and buckets whose name starts so."""
_MATCHED_ACTIONS = ("BLOCK", "COUNT", "CAPTCHA", "CHALLENGE", "EXCLUDED_AS_COUNT")


class WebAcl:
    """A new or existing web ACL, and its association with a load balancer.

    Attributes:
        web_acl: The created web ACL, None if an existing one is configured.
        association: Its association with the load balancer.
        ip_sets: The lists of addresses, by `allowed-ipv4`, `allowed-ipv6`, `blocked-ipv4` and `blocked-ipv6`.
        log_group: The log group of the web ACL, None if its records go to a bucket or nowhere.
        logging: Where the web ACL records requests, None if it doesn't.
    """

    def __init__(
        self,
        name: str,
        settings: WebAclSettings,
        *,
        load_balancer_arn: pulumi.Input[str],
        log_key_arn: pulumi.Input[str] | None,
        account: Account,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)
        self.web_acl: aws.wafv2.WebAcl | None = None
        self.ip_sets: dict[str, aws.wafv2.IpSet] = {}
        self.log_group: aws.cloudwatch.LogGroup | None = None
        self.logging: aws.wafv2.WebAclLoggingConfiguration | None = None
        arn: pulumi.Input[str] | None = settings.arn
        if arn is None:
            rules: Any = build_rules(
                settings,
                allowed_set_arns=self._create_ip_sets(name, "allowed", settings.allowed_addresses, tags, opts),
                blocked_set_arns=self._create_ip_sets(name, "blocked", settings.blocked_addresses, tags, opts),
            )
            self.web_acl = aws.wafv2.WebAcl(
                name,
                description="Managed rules in front of the load balancer",
                scope="REGIONAL",
                default_action={"allow": {}},
                rules=rules,
                visibility_config=build_visibility_config(name),
                tags={**tags, "Name": name},
                opts=opts,
            )
            arn = self.web_acl.arn
            if settings.logs is not None:
                self._create_logging(name, settings.logs, arn, log_key_arn, account, tags, opts)
        self.association = aws.wafv2.WebAclAssociation(name, resource_arn=load_balancer_arn, web_acl_arn=arn, opts=opts)

    def _create_ip_sets(
        self, name: str, purpose: str, addresses: list[str], tags: dict[str, Any], opts: pulumi.ResourceOptions
    ) -> list[pulumi.Input[str]]:
        """Create a set for each version of the addresses, because AWS WAF takes one version in a set."""
        arns: list[pulumi.Input[str]] = []
        for version in (4, 6):
            chosen = [address for address in addresses if ipaddress.ip_network(address).version == version]
            if chosen:
                key = f"{purpose}-ipv{version}"
                ip_set = aws.wafv2.IpSet(
                    f"{name}-{key}",
                    description=f"Addresses whose requests are {purpose}",
                    scope="REGIONAL",
                    ip_address_version=f"IPV{version}",
                    addresses=chosen,
                    tags=tags,
                    opts=opts,
                )
                self.ip_sets[key] = ip_set
                arns.append(ip_set.arn)
        return arns

    def _create_logging(
        self,
        name: str,
        logs: WebAclLogs,
        web_acl_arn: pulumi.Output[str],
        log_key_arn: pulumi.Input[str] | None,
        account: Account,
        tags: dict[str, Any],
        opts: pulumi.ResourceOptions,
    ) -> None:
        if logs.bucket is None:
            self.log_group = aws.cloudwatch.LogGroup(
                f"{name}-web-acl",
                name_prefix=f"{_LOG_NAME_PREFIX}{name}-",
                retention_in_days=logs.retention_in_days,
                kms_key_id=log_key_arn,
                tags=tags,
                opts=opts,
            )
            destination: pulumi.Input[str] = self.log_group.arn
        else:
            destination = concat_inputs("arn:", account.partition, ":s3:::", logs.bucket)
        self.logging = aws.wafv2.WebAclLoggingConfiguration(
            name,
            resource_arn=web_acl_arn,
            log_destination_configs=[destination],
            redacted_fields=[{"single_header": {"name": header}} for header in logs.redacted_headers] or None,
            logging_filter=_build_logging_filter() if logs.requests == "matched" else None,
            opts=opts,
        )


def _build_logging_filter() -> Any:
    """Return the filter that keeps the requests that a rule matched: all others are in the access logs of the load balancer."""
    conditions = [{"action_condition": {"action": action}} for action in _MATCHED_ACTIONS]
    return {"default_behavior": "DROP", "filters": [{"behavior": "KEEP", "requirement": "MEETS_ANY", "conditions": conditions}]}
