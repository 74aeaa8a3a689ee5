"""An account that answers every question of `fargate-web preflight`, written after the API reference."""

import json
from datetime import UTC, datetime
from typing import Any

from tests.cli.live.fake_aws import FakeAws
from tests.cli.live.preflight.plans import ACCOUNT, BALANCER, CERTIFICATE, REGION, ROLE, SECRET
from tests.cli.live.services import answer_deployment, answer_health, answer_service

SERVICE_ARN = f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/shop-prod/web-1a2b3c4"
MANIFEST = {"config": {"digest": "sha256:" + "c" * 64}}


def answer_everything(**more: Any) -> FakeAws:
    """Return AWS with an answer to each question; `more` replaces some."""
    balancer = {
        "LoadBalancerName": "web",
        "LoadBalancerArn": BALANCER,
        "VpcId": "vpc-0123456789abcdef0",
        "Type": "application",
    }
    quota = {
        "QuotaName": "Tasks per service",
        "Value": 5000.0,
        "UsageMetric": {"MetricNamespace": "AWS/Usage", "MetricName": "ResourceCount", "MetricDimensions": {"Class": "Standard"}},
    }
    zone = {"Id": "/hostedzone/Z1", "Name": "example.com.", "CallerReference": "x", "Config": {"PrivateZone": False}}
    answers: dict[str, Any] = {
        "get_caller_identity": {"Account": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:user/me", "UserId": "me"},
        "get_resources": {"ResourceTagMappingList": [{"ResourceARN": SERVICE_ARN}]},
        "batch_get_image": lambda parameters: {
            "images": [{"imageId": each, "imageManifest": json.dumps(MANIFEST)} for each in parameters["imageIds"]]
        },
        "get_download_url_for_layer": {"downloadUrl": "https://store.example.com/config"},
        "get_repository_policy": {"policyText": '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:*"}]}'},
        "describe_pull_through_cache_rules": {"pullThroughCacheRules": []},
        "describe_secret": {"ARN": SECRET, "VersionIdsToStages": {"1" * 32: ["AWSCURRENT"]}},
        "get_secret_value": {"SecretString": '{"url": "postgres://hunter2"}'},
        "describe_parameters": lambda parameters: {"Parameters": [{"Name": name} for name in parameters["ParameterFilters"][0]["Values"]]},
        "get_role": lambda _: answer_role(),  # boto3 decodes the document in place
        "simulate_principal_policy": {"EvaluationResults": []},
        "describe_availability_zones": {"AvailabilityZones": [{"ZoneName": f"{REGION}{letter}"} for letter in "abc"]},
        "describe_vpcs": {"Vpcs": [{"VpcId": "vpc-0123456789abcdef0", "CidrBlock": "10.0.0.0/16"}]},
        "describe_subnets": {
            "Subnets": [
                {"SubnetId": f"subnet-{number * 8}", "AvailabilityZone": f"{REGION}{zone}", "AvailableIpAddressCount": 250}
                for number, zone in (("1", "a"), ("2", "b"))
            ]
        },
        "describe_route_tables": {
            "RouteTables": [
                {
                    "RouteTableId": "rtb-1",
                    "Associations": [{"Main": True}],
                    "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1"}],
                }
            ]
        },
        "describe_vpc_endpoints": {"VpcEndpoints": []},
        "describe_security_groups": {"SecurityGroups": []},
        "describe_addresses": {"Addresses": []},
        "describe_load_balancers": {"LoadBalancers": [balancer]},
        "describe_target_groups": {"TargetGroups": []},
        "describe_target_health": answer_health,
        "describe_listeners": {"Listeners": [{"LoadBalancerArn": balancer["LoadBalancerArn"], "Protocol": "HTTPS"}]},
        "describe_rules": {"Rules": []},
        "describe_listener_certificates": {"Certificates": [{"CertificateArn": CERTIFICATE}]},
        "describe_certificate": {"Certificate": {"DomainName": "www.example.com", "Status": "ISSUED"}},
        "get_server_certificate": {
            "ServerCertificate": {
                "ServerCertificateMetadata": {
                    "Path": "/",
                    "ServerCertificateName": "old",
                    "ServerCertificateId": "A" * 16,
                    "Arn": f"arn:aws:iam::{ACCOUNT}:server-certificate/old",
                },
                "CertificateBody": "x",
            }
        },
        "list_hosted_zones_by_name": {"HostedZones": [zone], "IsTruncated": False, "MaxItems": "20"},
        "get_hosted_zone": {"HostedZone": zone, "DelegationSet": {"NameServers": ["ns-1.awsdns-01.com"]}},
        "list_resource_record_sets": {"ResourceRecordSets": [], "IsTruncated": False, "MaxItems": "5"},
        "describe_clusters": {
            "clusters": [{"clusterArn": "cluster", "status": "ACTIVE", "capacityProviders": ["FARGATE", "FARGATE_SPOT"]}]
        },
        "describe_log_groups": {"logGroups": []},
        "describe_repositories": {"repositories": []},
        "list_namespaces": {"Namespaces": []},
        "get_service_quota": {"Quota": quota},
        "list_service_quotas": {"Quotas": [quota]},
        "get_metric_statistics": {"Datapoints": []},
        "describe_alarms": {"MetricAlarms": [{"AlarmName": "checkout", "StateValue": "OK"}]},
        "describe_services": {"services": [answer_service(deploying=True) | {"serviceName": "web-1a2b3c4"}]},
        "describe_service_deployments": {"serviceDeployments": [answer_deployment(weight=10.0)]},
    }
    return FakeAws(**{**answers, **more})


def answer_role(service: Any = "ecs-tasks.amazonaws.com", **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    role = {"Path": "/", "RoleName": "web", "RoleId": "A" * 16, "Arn": ROLE, "CreateDate": datetime(2026, 1, 1, tzinfo=UTC)}
    document = '{"Statement": [' + str(statement).replace("'", '"') + "]}"
    return {"Role": {**role, "AssumeRolePolicyDocument": document, **more}}
