"""The services in the AWS CDK for Python: `python cdk_app.py SERVICES ROUTED OUTPUT`. It does not import this project."""

import importlib.util
import json
import sys
import tarfile
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs

IMAGE = "public.ecr.aws/nginx/nginx:1.29"
SERVICES_OF_A_STACK = 20
"""CloudFormation limits a template to 500 resources."""


def read_feature_flags() -> dict[str, Any]:
    """Read the feature flags that `cdk init` writes to cdk.json, which include the validation of templates."""
    package = importlib.util.find_spec("aws_cdk")
    archive = next(Path(str(package and package.origin)).parent.glob("_jsii/aws-cdk-lib@*.tgz"))
    with tarfile.open(archive) as opened:
        member = opened.extractfile("package/recommended-feature-flags.json")
        return dict(json.load(member)) if member else {}


def add_alarm(stack: cdk.Stack, name: str, metric: cloudwatch.IMetric) -> None:
    """Add an alarm."""
    cloudwatch.Alarm(
        stack,
        name,
        metric=metric,
        threshold=10,
        evaluation_periods=3,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
    )


def add_service(
    stack: cdk.Stack, name: str, priority: int | None, vpc: ec2.Vpc, cluster: ecs.Cluster, listener: elbv2.ApplicationListener
) -> None:
    """Add a service with its task definition, log group, roles, security group, traffic, scaling and alarms."""
    principal = iam.ServicePrincipal("ecs-tasks.amazonaws.com")
    definition = ecs.FargateTaskDefinition(
        stack,
        f"{name}-tasks",
        family=name,
        cpu=256,
        memory_limit_mib=512,
        execution_role=iam.Role(stack, f"{name}-execution", assumed_by=principal),
        task_role=iam.Role(stack, f"{name}-task", assumed_by=principal),
    )
    definition.add_container(
        name,
        image=ecs.ContainerImage.from_registry(IMAGE),
        environment={"LOG_LEVEL": "info", "NAME": name},
        port_mappings=[ecs.PortMapping(container_port=8080)] if priority else [],
        logging=ecs.LogDrivers.aws_logs(
            stream_prefix=name, log_group=logs.LogGroup(stack, f"{name}-logs", retention=logs.RetentionDays.ONE_YEAR)
        ),
    )
    service = ecs.FargateService(
        stack,
        name,
        cluster=cluster,
        task_definition=definition,
        desired_count=2,
        min_healthy_percent=100,
        security_groups=[ec2.SecurityGroup(stack, f"{name}-group", vpc=vpc, description=f"Tasks of {name}")],
        circuit_breaker=ecs.DeploymentCircuitBreaker(rollback=True),
        capacity_provider_strategies=[ecs.CapacityProviderStrategy(capacity_provider="FARGATE", weight=1)],
    )
    scaling = service.auto_scale_task_count(min_capacity=2, max_capacity=10)
    scaling.scale_on_cpu_utilization(f"{name}-cpu", target_utilization_percent=70)
    scaling.scale_on_memory_utilization(f"{name}-memory", target_utilization_percent=80)
    add_alarm(stack, f"{name}-cpu-alarm", service.metric_cpu_utilization())
    if priority is None:
        add_alarm(stack, f"{name}-memory-alarm", service.metric_memory_utilization())
        return
    group = elbv2.ApplicationTargetGroup(
        stack,
        f"{name}-targets",
        vpc=vpc,
        port=8080,
        protocol=elbv2.ApplicationProtocol.HTTP,
        targets=[service],
        deregistration_delay=cdk.Duration.seconds(30),
        health_check=elbv2.HealthCheck(path="/", interval=cdk.Duration.seconds(10), timeout=cdk.Duration.seconds(5)),
    )
    elbv2.ApplicationListenerRule(
        stack,
        f"{name}-rule",
        listener=listener,
        priority=priority,
        conditions=[elbv2.ListenerCondition.host_headers([f"{name}.example.com"])],
        target_groups=[group],
    )
    add_alarm(stack, f"{name}-5xx-alarm", group.metrics.http_code_target(elbv2.HttpCodeTarget.TARGET_5XX_COUNT))


def main() -> None:
    """Synthesize the stack."""
    count, routed, output = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    app = cdk.App(outdir=output, context=read_feature_flags())
    env = cdk.Environment(account="123456789012", region="us-west-2")
    base = cdk.Stack(app, "base", env=env)
    vpc = ec2.Vpc(base, "network", availability_zones=["us-west-2a", "us-west-2b"], nat_gateways=1)
    cluster = ecs.Cluster(
        base, "cluster", vpc=vpc, enable_fargate_capacity_providers=True, container_insights_v2=ecs.ContainerInsights.ENHANCED
    )
    balancer = elbv2.ApplicationLoadBalancer(base, "load-balancer", vpc=vpc, internet_facing=True, deletion_protection=True)
    listener = balancer.add_listener(
        "http", port=80, protocol=elbv2.ApplicationProtocol.HTTP, default_action=elbv2.ListenerAction.fixed_response(404)
    )
    stack = base
    for number in range(count):
        if number % SERVICES_OF_A_STACK == 0:
            stack = cdk.Stack(app, f"services-{number:03}", env=env)
        add_service(stack, f"service-{number:03}", number + 1 if number < routed else None, vpc, cluster, listener)
    app.synth()


if __name__ == "__main__":
    main()
