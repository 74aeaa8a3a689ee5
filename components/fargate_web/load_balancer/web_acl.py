"""The AWS WAF web ACL of a load balancer."""

from typing import Any

import pulumi
import pulumi_aws as aws

from ..settings.load_balancer import WebAcl as WebAclSettings


class WebAcl:
    """A new or existing web ACL, and its association with a load balancer.

    Attributes:
        web_acl: The created web ACL, None if an existing one is configured.
        association: Its association with the load balancer.
    """

    def __init__(
        self,
        name: str,
        settings: WebAclSettings,
        *,
        load_balancer_arn: pulumi.Input[str],
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)
        self.web_acl: aws.wafv2.WebAcl | None = None
        arn: pulumi.Input[str] | None = settings.arn
        if arn is None:
            self.web_acl = aws.wafv2.WebAcl(
                name,
                description="Managed rules in front of the load balancer",
                scope="REGIONAL",
                default_action={"allow": {}},
                rules=[_build_managed_rule(group, priority) for priority, group in enumerate(settings.managed_rule_groups)],
                visibility_config=_build_visibility_config(name),
                tags={**tags, "Name": name},
                opts=opts,
            )
            arn = self.web_acl.arn
        self.association = aws.wafv2.WebAclAssociation(name, resource_arn=load_balancer_arn, web_acl_arn=arn, opts=opts)


def _build_managed_rule(
    group: str, priority: int
) -> "aws.wafv2.WebAclRuleArgsDict":  # quoted: the module takes half a second to import, and few stacks need it
    return {
        "name": group,
        "priority": priority,
        # The rules of the group keep their own actions.
        "override_action": {"none": {}},
        "statement": {"managed_rule_group_statement": {"vendor_name": "AWS", "name": group}},
        "visibility_config": _build_visibility_config(group),
    }


def _build_visibility_config(metric_name: str) -> Any:
    return {"cloudwatch_metrics_enabled": True, "metric_name": metric_name, "sampled_requests_enabled": True}
