"""The type of an interface endpoint: the last part of the name of an AWS service."""

import difflib
import re
from typing import Annotated, Final

from pydantic import AfterValidator, WithJsonSchema

from .aws_regions import DNS_SUFFIXES
from .fix import write
from .value_types import build_value_error

_ENDPOINT_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")
KNOWN_ENDPOINTS: Final = frozenset(
    """
    access-analyzer account acm acm-pca airflow.api airflow.env airflow.ops analytics-omics app-integrations appconfig appconfigdata
        application-autoscaling application-signals applicationinsights appmesh appmesh-envoy-management apprunner apprunner.requests
        appstream.api appstream.streaming appsync-api apptest aps aps-workspaces arsenal-discovery athena auditmanager autoscaling
        autoscaling-plans awsconnector b2bi backup backup-gateway batch bcm-data-exports bcm-pricing-calculator bedrock bedrock-agent
        bedrock-agent-runtime bedrock-agentcore bedrock-agentcore-control bedrock-agentcore.gateway bedrock-data-automation bedrock-data-automation-runtime
        bedrock-runtime billing billingconductor braket cases cassandra ce cleanrooms cleanrooms-ml cloudcontrolapi clouddirectory
        cloudformation cloudhsmv2 cloudtrail cloudtrail-data codeartifact.api codeartifact.repositories codebuild codecatalyst codecatalyst.git
        codecatalyst.packages codecommit codeconnections.api codedeploy codedeploy-commands-secure codeguru-profiler codeguru-reviewer
        codepipeline codestar-connections.api codewhisperer cognito-identity cognito-idp comprehend comprehendmedical compute-optimizer
        config connect-campaigns console control-storage-omics controlcatalog cost-optimization-hub data-servicediscovery databrew
        dataexchange datasync datazone deadline.management deadline.scheduling deviceadvisor.iot devops-guru dicom-medical-imaging discovery
        dms drs ds ds-data dsql dynamodb dynamodb-streams ebs ec2 ec2messages ecr-public.api ecr.api ecr.dkr ecs ecs-agent ecs-telemetry eks
        eks-auth elastic-inference.runtime elasticache elasticbeanstalk elasticbeanstalk-health elasticfilesystem elasticloadbalancing
        elasticmapreduce email email-smtp emr-containers emr-serverless emr-serverless-services.livy emr-serverless.dashboard emrwal.prod
        entityresolution events evidently evidently-dataplane execute-api experiments finspace finspace-api fis forecast forecastquery
        frauddetector freetier fsx geo.geofencing geo.maps geo.metadata geo.places geo.routes geo.tracking git-codecommit glue
        glue.dashboard grafana grafana-workspace greengrass groundstation guardduty guardduty-data healthlake iam identitystore imagebuilder
        inspector-scan inspector2 internetmonitor invoicing iot.credentials iot.data iot.fleethub.api iotfleetwise iotroborunner
        iotsitewise.api iotsitewise.data iottwinmaker.api iottwinmaker.data iotwireless.api kafka kafkaconnect kendra kendra-ranking
        kinesis-firehose kinesis-streams kms lakeformation lambda launchwizard license-manager license-manager-linux-subscriptions
        license-manager-user-subscriptions logs lookoutequipment lookoutmetrics lookoutvision lorawan.cups lorawan.lns m2 macie2
        mail-manager managedblockchain-query managedblockchain.bitcoin.mainnet managedblockchain.bitcoin.testnet mediaconnect mediaconvert
        medical-imaging memory-db memorydb mgn migrationhub-orchestrator migrationhub-strategy models-v2-lex monitoring mq neptune-graph
        neptune-graph-data network-firewall networkflowmonitor networkflowmonitorreports networkmonitor nimble notebook observabilityadmin
        organizations outposts panorama partner-app payment-cryptography.controlplane payment-cryptography.dataplane pca-connector-ad
        pca-connector-scep pcs personalize personalize-events personalize-runtime pi pinpoint pinpoint-sms-voice-v2 pipes pipes-data polly
        pricing.api private-networks profile proton q qapps qbusiness qldb.session quicksight-website ram rbin rds rds-data redshift
        redshift-data redshift-serverless refactor-spaces rekognition repostspace resource-groups robomaker rolesanywhere rum rum-dataplane
        runtime-medical-imaging runtime-v2-lex s3 s3-outposts s3tables s3vectors sagemaker-data-science-assistant sagemaker-geospatial
        sagemaker.api sagemaker.featurestore-runtime sagemaker.metrics sagemaker.runtime savingsplans scheduler schemas scn secretsmanager
        securityagent securityhub securitylake serverlessrepo service.user-subscriptions servicecatalog servicecatalog-appregistry servicediscovery shield
        signin simspaceweaver sms snow-device-management sns social-messaging sqs ssm ssm-contacts ssm-incidents ssm-quicksetup ssmmessages
        states storage-omics storagegateway streaming-rekognition sts studio swf sync-states synthetics tagging tags-omics tax textract
        thinclient.api timestream-influxdb tnb transcribe transcribestreaming transfer transfer.server translate trustedadvisor
        verifiedpermissions voiceid vpc-lattice wafv2 wellarchitected wisdom workflows-omics workmail workspaces workspaces-web xray
    """.split()  # noqa: SIM905 - a list with one name a line would be three hundred lines long
)
"""The services with interface endpoints. Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html

Not every Region has all of them, and AWS adds some: a name that resembles none of these is a warning only (`checks/networks.py`).
"""
_OTHER_NAMES: Final = {
    "cloudwatch": "monitoring",
    "cloudwatchlogs": "logs",
    "cloudmap": "servicediscovery",
    "dkrecr": "ecr.dkr",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "eventbridge": "events",
    "execcommand": "ssmmessages",
    "firehose": "kinesis-firehose",
    "kinesis": "kinesis-streams",
    "otel": "xray",
    "secretmanager": "secretsmanager",
    "secrets": "secretsmanager",
    "ses": "email-smtp",
    "stepfunctions": "states",
    "parameterstore": "ssm",
}
"""Names of services that differ from those of their endpoints, without punctuation."""
_SERVICE_NAME_PREFIX: Final = re.compile(
    rf"^(?:{'|'.join(re.escape('.'.join(reversed(suffix.split('.')))) for suffix in set(DNS_SUFFIXES.values()))})\.(?:[a-z]+(?:-[a-z]+)+-[0-9]\.)?"
)
"""What stands before the service in its whole name, in any partition."""
_CLOSE: Final = 0.8
"""How alike two names are if one is a misspelling of the other, as `difflib` measures it."""


def find_known_endpoint(name: str) -> str | None:
    """Return the endpoint that a name means: by another name of the service, other punctuation, or a misspelling. Return None if it resembles none."""
    letters = re.sub(r"[^a-z0-9]", "", name)
    if name in KNOWN_ENDPOINTS or name.removesuffix("-fips") in KNOWN_ENDPOINTS:
        return name
    by_letters = {re.sub(r"[^a-z0-9]", "", known): known for known in sorted(KNOWN_ENDPOINTS)}
    if letters in _OTHER_NAMES or letters in by_letters:
        return _OTHER_NAMES.get(letters) or by_letters[letters]
    # Two letters resemble too much.
    close = difflib.get_close_matches(letters, by_letters, 1, _CLOSE) if len(letters) > 2 else []
    return by_letters[close[0]] if close else None


def _validate_endpoint(value: str) -> str:
    short = _SERVICE_NAME_PREFIX.sub("", value.strip().lower())
    if re.sub(r"[^a-z0-9]", "", short) == "ecr":
        raise build_value_error(
            f"{value!r} isn't an endpoint: ECR has two, and a task needs both (InvalidServiceName); write ecr.api and ecr.dkr",
            "no-such-endpoint",
        )
    known = find_known_endpoint(short)
    if value == known or (known is None and value == short and _ENDPOINT_PATTERN.fullmatch(value)):
        return value
    problem = f"{value!r} isn't an endpoint of AWS (InvalidServiceName)"
    meant = known or (short if _ENDPOINT_PATTERN.fullmatch(short) else None)
    if meant is None:
        raise build_value_error(f"{problem}; write the last part of its service name, like ecr.api", "no-such-endpoint")
    raise build_value_error(problem, "no-such-endpoint", fixes=(write(value=meant, certain=True),))


InterfaceEndpoint = Annotated[
    str, AfterValidator(_validate_endpoint), WithJsonSchema({"type": "string", "pattern": f"^{_ENDPOINT_PATTERN.pattern}$"})
]
