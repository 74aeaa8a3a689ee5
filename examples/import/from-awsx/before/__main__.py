"""Before: nginx on Fargate as the documentation of awsx begins, with `awsx.ecs.FargateService`."""

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

cluster = aws.ecs.Cluster("nginx")
balancer = awsx.lb.ApplicationLoadBalancer("nginx")
service = awsx.ecs.FargateService(
    "nginx",
    cluster=cluster.arn,
    desired_count=2,
    assign_public_ip=True,
    task_definition_args=awsx.ecs.FargateServiceTaskDefinitionArgs(
        container=awsx.ecs.TaskDefinitionContainerDefinitionArgs(
            name="nginx",
            image="public.ecr.aws/nginx/nginx:1.29",
            cpu=512,
            memory=1024,
            essential=True,
            port_mappings=[awsx.ecs.TaskDefinitionPortMappingArgs(container_port=80, target_group=balancer.default_target_group)],
        )
    ),
)
pulumi.export("url", pulumi.Output.concat("http://", balancer.load_balancer.dns_name))
