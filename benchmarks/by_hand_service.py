"""One service of the program written with plain pulumi_aws."""

import json

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from .stacks import IMAGE, REGION, ROUTED

TAGS = {"Project": "fargate-web", "Stack": "dev"}


def alarm(name: str, namespace: str, metric: str, dimensions: dict[str, pulumi.Input[str]], topic: pulumi.Input[str]) -> None:
    """Register an alarm."""
    aws.cloudwatch.MetricAlarm(
        name,
        namespace=namespace,
        metric_name=metric,
        dimensions=dimensions,
        statistic="Sum",
        period=60,
        evaluation_periods=3,
        threshold=10,
        comparison_operator="GreaterThanOrEqualToThreshold",
        treat_missing_data="notBreaching",
        alarm_actions=[topic],
        ok_actions=[topic],
        tags=TAGS,
    )


def role(name: str, service: str, account: pulumi.Output[str] | None) -> aws.iam.Role:
    """Register a role that a service of AWS may assume."""

    def trust(id_: str | None) -> str:
        statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        if id_:
            statement["Condition"] = {"StringEquals": {"aws:SourceAccount": id_}}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    return aws.iam.Role(name, assume_role_policy=trust(None) if account is None else account.apply(trust), tags=TAGS)


def service(
    name: str,
    priority: int,
    vpc: awsx.ec2.Vpc,
    cluster: aws.ecs.Cluster,
    providers: aws.ecs.ClusterCapacityProviders,
    group: aws.ec2.SecurityGroup,
    balancer: aws.lb.LoadBalancer,
    listener: aws.lb.Listener,
    topic: aws.sns.Topic,
    account: pulumi.Output[str],
) -> None:
    """Register a service, its tasks, its scaling and its alarms."""
    routed = priority <= ROUTED
    log = aws.cloudwatch.LogGroup(name, retention_in_days=365, tags=TAGS)
    execution = role(f"{name}-execution", "ecs-tasks.amazonaws.com", account)
    policy = aws.iam.RolePolicy(
        f"{name}-execution",
        role=execution.name,
        policy=log.arn.apply(
            lambda arn: json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
                        {
                            "Effect": "Allow",
                            "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                            "Resource": "arn:aws:ecr:us-west-2:123456789012:repository/web",
                        },
                        {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": f"{arn}:*"},
                    ],
                }
            )
        ),
    )
    task = role(f"{name}-task", "ecs-tasks.amazonaws.com", account)
    definition = aws.ecs.TaskDefinition(
        name,
        family=f"fargate-web-dev-{name}",
        cpu="256",
        memory="512",
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        execution_role_arn=execution.arn,
        task_role_arn=task.arn,
        container_definitions=log.name.apply(
            lambda log_name: json.dumps(
                [
                    {
                        "name": name,
                        "image": IMAGE,
                        "portMappings": [{"containerPort": 8080}] if routed else [],
                        "environment": [{"name": "LOG_LEVEL", "value": "info"}, {"name": "NAME", "value": name}],
                        "logConfiguration": {
                            "logDriver": "awslogs",
                            "options": {"awslogs-group": log_name, "awslogs-region": REGION, "awslogs-stream-prefix": name},
                        },
                    }
                ]
            )
        ),
        tags=TAGS,
    )
    task_group = aws.ec2.SecurityGroup(name, description=f"Tasks of {name}", vpc_id=vpc.vpc_id, tags=TAGS)
    ready: list[pulumi.Resource] = [
        policy,
        providers,
        aws.vpc.SecurityGroupEgressRule(f"{name}-out", security_group_id=task_group.id, ip_protocol="-1", cidr_ipv4="0.0.0.0/0", tags=TAGS),
    ]
    load_balancers = None
    if routed:
        load_balancers, routing_resources = traffic(name, priority, vpc, group, task_group, balancer, listener, topic)
        ready += routing_resources
    ecs_service = aws.ecs.Service(
        name,
        cluster=cluster.arn,
        task_definition=definition.arn,
        desired_count=2,
        capacity_provider_strategies=[{"capacity_provider": "FARGATE", "weight": 1}],
        network_configuration={"subnets": vpc.private_subnet_ids, "security_groups": [task_group.id], "assign_public_ip": False},
        load_balancers=load_balancers,
        deployment_circuit_breaker={"enable": True, "rollback": True},
        wait_for_steady_state=True,
        tags=TAGS,
        opts=pulumi.ResourceOptions(depends_on=ready, ignore_changes=["desiredCount"]),
    )
    target = aws.appautoscaling.Target(
        name,
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=pulumi.Output.concat("service/", cluster.name, "/", ecs_service.name),
        min_capacity=2,
        max_capacity=10,
        tags=TAGS,
    )
    for label, metric, value in (("cpu", "ECSServiceAverageCPUUtilization", 70), ("memory", "ECSServiceAverageMemoryUtilization", 80)):
        aws.appautoscaling.Policy(
            f"{name}-{label}",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {"predefined_metric_type": metric},
                "target_value": value,
                "scale_in_cooldown": 300,
                "scale_out_cooldown": 60,
            },
        )
    alarm(f"{name}-cpu", "AWS/ECS", "CPUUtilization", {"ClusterName": cluster.name, "ServiceName": ecs_service.name}, topic.arn)


def traffic(
    name: str,
    priority: int,
    vpc: awsx.ec2.Vpc,
    group: aws.ec2.SecurityGroup,
    task_group: aws.ec2.SecurityGroup,
    balancer: aws.lb.LoadBalancer,
    listener: aws.lb.Listener,
    topic: aws.sns.Topic,
) -> tuple[list, list[pulumi.Resource]]:
    """Register the resources that route requests to a service."""
    infrastructure = role(f"{name}-infrastructure", "ecs.amazonaws.com", None)
    attachment = aws.iam.RolePolicyAttachment(
        f"{name}-infrastructure",
        role=infrastructure.name,
        policy_arn="arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers",
    )
    rules = [
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-in",
            security_group_id=task_group.id,
            referenced_security_group_id=group.id,
            ip_protocol="tcp",
            from_port=8080,
            to_port=8080,
            tags=TAGS,
        ),
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-to-tasks",
            security_group_id=group.id,
            referenced_security_group_id=task_group.id,
            ip_protocol="tcp",
            from_port=8080,
            to_port=8080,
            tags=TAGS,
        ),
    ]
    blue, green = (
        aws.lb.TargetGroup(
            f"{name}-{colour}",
            target_type="ip",
            port=8080,
            protocol="HTTP",
            vpc_id=vpc.vpc_id,
            deregistration_delay=30,
            health_check={
                "path": "/",
                "matcher": "200-299",
                "interval": 10,
                "timeout": 5,
                "healthy_threshold": 2,
                "unhealthy_threshold": 3,
            },
            tags=TAGS,
        )
        for colour in ("blue", "green")
    )
    rule = aws.lb.ListenerRule(
        name,
        listener_arn=listener.arn,
        priority=priority,
        conditions=[{"host_header": {"values": [f"{name}.example.com"]}}],
        actions=[{"type": "forward", "forward": {"target_groups": [{"arn": blue.arn, "weight": 100}, {"arn": green.arn, "weight": 0}]}}],
        tags=TAGS,
        opts=pulumi.ResourceOptions(ignore_changes=["actions"]),
    )
    alarm(
        f"{name}-5xx",
        "AWS/ApplicationELB",
        "HTTPCode_Target_5XX_Count",
        {"LoadBalancer": balancer.arn_suffix, "TargetGroup": blue.arn_suffix},
        topic.arn,
    )
    load_balancers = [
        {
            "target_group_arn": blue.arn,
            "container_name": name,
            "container_port": 8080,
            "advanced_configuration": {
                "alternate_target_group_arn": green.arn,
                "production_listener_rule": rule.arn,
                "role_arn": infrastructure.arn,
            },
        }
    ]
    return load_balancers, [attachment, rule, *rules]
