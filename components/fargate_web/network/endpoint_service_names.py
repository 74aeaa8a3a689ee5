"""The names of the services of VPC endpoints. Outside the commercial partition and GovCloud, some start with another domain."""

from typing import Final

import pulumi

from ..settings.aws_regions import DNS_SUFFIXES, find_partition

_CHINA: Final = """
    application-autoscaling appmesh-envoy-management athena autoscaling awsconnector backup batch cassandra cloudcontrolapi cloudformation
    codedeploy-commands-secure databrew dms ebs ec2 ecr.api ecr.dkr eks elasticache elasticbeanstalk elasticfilesystem elasticfilesystem-fips
    emr-containers execute-api fsx imagebuilder iot.data kinesis-streams lambda license-manager monitoring rds redshift redshift-data
    sagemaker.api sagemaker.featurestore-runtime sagemaker.runtime securityhub servicecatalog sms sqs states sts sync-states synthetics
    transcribe transcribestreaming transfer xray
"""
_ISO: Final = "autoscaling ebs ec2 ecr.api ecr.dkr elasticfilesystem elasticfilesystem-fips execute-api sns sqs workspaces"
_SERVICES_OF_PARTITION: Final = {
    region: frozenset(services.split())
    for region, services in {
        "cn-north-1": f"{_CHINA} iotsitewise.api iotsitewise.data",
        "cn-northwest-1": f"{_CHINA} account polly workspaces",
        "eusc-de-east-1": "ecr.api ecr.dkr execute-api securityhub",
        "us-iso-east-1": f"{_ISO} application-autoscaling athena comprehend sagemaker.api sagemaker.runtime textract textract-fips transcribe",
        "us-iso-west-1": f"{_ISO} monitoring",
        "us-isob-east-1": f"{_ISO} application-autoscaling sagemaker.api sagemaker.runtime",
        "us-isob-west-1": "ecr.api ecr.dkr elasticfilesystem-fips execute-api",
        "us-isof-east-1": "ebs ecr.api ecr.dkr execute-api",
        "us-isof-south-1": "ebs ecr.api ecr.dkr execute-api",
        "eu-isoe-west-1": "ebs ecr.api ecr.dkr execute-api",
    }.items()
}
"""The services whose endpoints are named by the domain of the partition. All others, and gateway endpoints, start with com.amazonaws.

Source: `getDefaultEndpointPrefix` in https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts, which lists what
`aws ec2 describe-vpc-endpoint-services` answers.
"""


def build_service_name(service: str, region: pulumi.Input[str]) -> pulumi.Input[str]:
    """Build the name of an endpoint's service: `com.amazonaws.us-west-2.logs`, `cn.com.amazonaws.cn-north-1.ecr.api`."""
    if isinstance(region, str):
        return _build_name(service, region)
    return pulumi.Output.all(region).apply(lambda values: _build_name(service, values[0]))


def _build_name(service: str, region: str) -> str:
    if service not in _SERVICES_OF_PARTITION.get(region, ()):
        return f"com.amazonaws.{region}.{service}"
    domain = ".".join(reversed(DNS_SUFFIXES[find_partition(region)].split(".")))
    # Amazon Transcribe is the only one with the country at the end too.
    return f"{domain}.{region}.{service}{'.cn' if service == 'transcribe' and region.startswith('cn-') else ''}"
