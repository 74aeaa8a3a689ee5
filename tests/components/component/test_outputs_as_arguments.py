"""Outputs as arguments of components: they reach the resources, and the same resources come of a preview."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web import Cluster, LoadBalancer, Monitoring, Network, Service
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import ProgramError, run

CONFIG = {"aws:region": "us-west-2"}


def both(program: Any) -> Any:
    """Run a program as a preview and as an update, which must show the same resources."""
    preview, update = run(program, config=CONFIG, preview=True), run(program, config=CONFIG)
    preview.assert_same_resources(update)
    return update


def test_what_a_service_takes_from_other_resources_reaches_its_own(build: Any) -> None:
    def program() -> None:
        bucket, key, queue = aws.s3.Bucket("uploads"), aws.kms.Key("logs"), aws.sqs.Queue("jobs")
        alarm = aws.cloudwatch.MetricAlarm("own", comparison_operator="GreaterThanThreshold", evaluation_periods=1)
        bounds = aws.iam.Policy("bounds", policy="{}")
        Service(
            "web",
            build.web(
                image=pulumi.Output.concat("123456789012.dkr.ecr.us-west-2.amazonaws.com/web:", bucket.id),
                environment={"QUEUE": queue.url},
                tags={"Bucket": bucket.id},
                logs={"kmsKeyArn": key.arn},
                roles={
                    "taskRole": {
                        "permissionsBoundary": bounds.arn,
                        "statements": [
                            {"actions": ["s3:GetObject"], "resources": bucket.arn, "conditions": {"StringEquals": {"a:b": bucket.id}}}
                        ],
                    }
                },
                deployment={"alarms": {"names": [alarm.name]}},
            ),
        )

    result = both(program)
    assert result.find_one("aws:cloudwatch/logGroup:LogGroup").inputs["kmsKeyId"] == result.find_one("aws:kms/key:Key").outputs["arn"]
    role = result.find_one("aws:iam/role:Role", "web-task")
    assert role.inputs["permissionsBoundary"] == result.find_one("aws:iam/policy:Policy").outputs["arn"]
    bucket = result.find_one("aws:s3/bucket:Bucket")
    assert bucket.outputs["arn"] in result.find_one("aws:iam/rolePolicy:RolePolicy", "web-task").inputs["policy"]
    assert f'"a:b":"{bucket.id}"' in result.find_one("aws:iam/rolePolicy:RolePolicy", "web-task").inputs["policy"]
    service = result.find_one("aws:ecs/service:Service")
    assert service.inputs["alarms"]["alarmNames"][-1] == result.find_one("aws:cloudwatch/metricAlarm:MetricAlarm", "own").outputs["name"]


def test_an_existing_load_balancer_may_be_told_in_outputs() -> None:
    def program() -> None:
        group = aws.ec2.SecurityGroup("own")
        balancer = aws.lb.LoadBalancer("own", subnets=["subnet-1"])
        listener = aws.lb.Listener("own", load_balancer_arn=balancer.arn, default_actions=[{"type": "fixed-response"}])
        existing = {
            "listenerArn": listener.arn,
            "securityGroupId": group.id,
            "dnsName": balancer.dns_name,
            "arnSuffix": balancer.arn_suffix,
            "protocol": "HTTP",
        }
        found = LoadBalancer("shared", {"existing": existing})
        pulumi.export("url", found.url)
        pulumi.export("suffix", found.arn_suffix)

    result = both(program)
    balancer = result.find_one("aws:lb/loadBalancer:LoadBalancer").outputs
    assert result.outputs == {"url": f"http://{balancer['dnsName']}", "suffix": balancer["arnSuffix"]}


@pytest.mark.parametrize(("zone", "lookups"), [("Z0123456789ABCDEFGHIJ", 0), ("example.com", 1)])
def test_a_hosted_zone_may_be_an_output_of_its_id_or_of_its_name(build: Any, zone: str, lookups: int) -> None:
    def program() -> None:
        https = {"domainName": "www.example.com", "hostedZone": pulumi.Output.from_input(zone)}
        LoadBalancer("front", {"network": build.network, "https": https, "accessLogs": {"bucket": aws.s3.Bucket("logs").bucket}})

    result = both(program)
    assert sum(invoke.token == "aws:route53/getZone:getZone" for invoke in result.invokes) == lookups
    zones = {record.inputs["zoneId"] for record in result.find_all("aws:route53/record:Record")}
    assert len(zones) == 1
    assert lookups or zones == {zone}
    logs = result.find_one("aws:lb/loadBalancer:LoadBalancer").inputs["accessLogs"]
    assert logs["bucket"] == result.find_one("aws:s3/bucket:Bucket", "logs").outputs["bucket"]


def test_an_existing_cluster_and_network_may_be_told_in_outputs() -> None:
    def program() -> None:
        vpc = aws.ec2.Vpc("own", cidr_block="10.7.0.0/16")
        subnet = aws.ec2.Subnet("own", vpc_id=vpc.id, cidr_block="10.7.0.0/24")
        existing = {"vpc": {"id": vpc.id, "cidrBlock": vpc.cidr_block}, "privateSubnets": [{"id": subnet.id}]}
        network = Network("shared", {"existing": existing})
        cluster = Cluster("shared", {"existing": {"name": aws.ecs.Cluster("own").name}})
        pulumi.export("told", [network.vpc_cidr_block, network.private_subnet_ids, cluster.arn])

    result = both(program)
    block, subnets, arn = result.outputs["told"]
    assert (block, subnets) == ("10.7.0.0/16", [result.find_one("aws:ec2/subnet:Subnet").id])
    assert arn.startswith("arn:aws:ecs:us-west-2:")


def faults(program: Any) -> list[str]:
    with pytest.raises(ProgramError) as caught:
        run(program, config=CONFIG)
    assert isinstance(caught.value.cause, SettingsError)
    assert caught.value.run.resources == []
    return [str(fault) for fault in caught.value.cause.faults]


def test_a_wire_that_is_one_output_is_refused_with_the_reason_and_beside_the_other_faults(build: Any) -> None:
    def program() -> None:
        Service("web", build.web(network=pulumi.Output.from_input(build.network), cpu=pulumi.Output.from_input(256)))

    found = faults(program)
    assert [fault.split(":")[0] for fault in found] == ["cpu", "network"]
    assert "which resources exist" in found[0]
    assert found[1].endswith("pass a plain value, or a mapping whose values are Outputs")


@pytest.mark.parametrize("key", ["tags", "region", "account"])
def test_a_wire_of_a_network_that_is_one_output_is_refused(key: str) -> None:
    [fault] = faults(lambda: Network("network", {key: pulumi.Output.from_input("x")}))
    assert fault.startswith(f"{key}: an Output can't stand here")


def test_services_to_be_watched_are_no_output() -> None:
    [fault] = faults(lambda: Monitoring("monitoring", {"services": pulumi.Output.from_input({})}))
    assert fault.startswith("services: an Output can't stand here")
