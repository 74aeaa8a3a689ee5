"""The rows for manifests that are not converted: Request-Driven Web Services, Static Sites and pipelines."""

from typing import Final

from fargate_web_cli.migrate.manifest_field import ManifestField

_RDWS: Final = ("rdws",)
_STATIC: Final = ("static",)
_PIPELINE: Final = ("pipeline",)


def _list_fields(kinds: tuple[str, ...], rows: tuple[tuple[str, str, str], ...]) -> tuple[ManifestField, ...]:
    return tuple(ManifestField(path, kinds, counterpart, note, "left") for path, counterpart, note in rows)


REQUEST_DRIVEN_FIELDS: Final = _list_fields(
    _RDWS,
    (
        ("name", "the key under services", ""),
        ("type", "", "App Runner is not made here: write Load Balanced Web Service, and convert that"),
        (
            "http",
            "route, healthCheck",
            "write http.path: / as well; App Runner has HTTPS, a load balancer needs an alias and a certificate for it",
        ),
        ("http.healthcheck", "healthCheck", "App Runner checks by TCP, unless there is a path"),
        ("http.healthcheck.path", "healthCheck.path", ""),
        ("http.healthcheck.healthy_threshold", "healthCheck.healthyThreshold", "default 3"),
        ("http.healthcheck.unhealthy_threshold", "healthCheck.unhealthyThreshold", "default 3"),
        ("http.healthcheck.interval", "healthCheck.interval", "default 5s"),
        ("http.healthcheck.timeout", "healthCheck.timeout", "default 2s"),
        ("http.alias", "route.hosts, loadBalancer.https.domainName", ""),
        ("http.private", "loadBalancer.scheme", "internal, in a stack with an internal load balancer"),
        ("http.private.endpoint", "", "a load balancer has no VPC endpoint"),
        ("image", "image", ""),
        ("image.build", "image", "or build, which takes the same keys"),
        ("image.build.<key>", "", "an argument of `docker build`"),
        ("image.location", "image", ""),
        ("image.port", "port", ""),
        ("cpu", "cpu", "1024 in App Runner if it is missing"),
        ("memory", "memory", "2048 in App Runner if it is missing"),
        ("platform", "cpuArchitecture", ""),
        ("platform.<key>", "cpuArchitecture", ""),
        ("count", "scaling", "the name of a configuration of App Runner: write minimum, maximum and a target instead"),
        ("command", "command", ""),
        ("variables", "environment", "COPILOT_SERVICE_DISCOVERY_ENDPOINT and the other variables are set there too"),
        ("variables.<name>", "environment.<name>", ""),
        ("variables.<name>.from_cfn", "", "write the value (`aws cloudformation list-exports`), or `{ssmParameter: …}`"),
        ("secrets", "secrets", ""),
        ("secrets.<name>", "secrets.<name>", ""),
        ("secrets.<name>.secretsmanager", "secrets.<name>", ""),
        ("secrets.<name>.from_cfn", "", "write the name or the ARN: `aws cloudformation list-exports`"),
        ("network", "subnets", ""),
        ("network.vpc", "subnets", "tasks always run in the VPC"),
        ("network.vpc.placement", "subnets", ""),
        ("network.vpc.placement.subnets", "network.existing", ""),
        ("network.vpc.placement.subnets.from_tags", "network.existing", ""),
        ("observability", "tracing", ""),
        ("observability.tracing", "tracing", ""),
        ("publish", "roles.taskRole.statements", ""),
        ("publish.topics", "roles.taskRole.statements", "topics are not made here"),
        ("publish.topics[].name", "roles.taskRole.statements", ""),
        ("publish.topics[].fifo", "", "of the topic, which is not made here"),
        ("publish.topics[].fifo.content_based_deduplication", "", "of the topic, which is not made here"),
        ("tags", "tags", ""),
        ("tags.<name>", "tags.<name>", ""),
        ("environments", "a stack file for each", ""),
    ),
)

_SITE_NOTE: Final = "S3 and CloudFront are not made here: keep the site in Copilot, or make it in a program of its own"
STATIC_SITE_FIELDS: Final = _list_fields(
    _STATIC,
    (
        ("name", "", _SITE_NOTE),
        ("type", "", _SITE_NOTE),
        ("http", "", "of the distribution of CloudFront"),
        ("http.alias", "", "of the distribution of CloudFront"),
        ("http.certificate", "", "of the distribution of CloudFront"),
        ("files", "", "of the bucket"),
        ("files[].source", "", "of the bucket"),
        ("files[].recursive", "", "of the bucket"),
        ("files[].destination", "", "of the bucket"),
        ("files[].exclude", "", "of the bucket"),
        ("files[].reinclude", "", "of the bucket"),
        ("environments", "", "of the site"),
    ),
)

PIPELINE_FIELDS: Final = _list_fields(
    _PIPELINE,
    (
        ("name", "", "the name of a workflow"),
        ("version", "", ""),
        ("source", "", "the repository that the workflow belongs to"),
        ("source.provider", "", "GitHub or GitLab; for CodeCommit and Bitbucket, run the same commands in their pipelines"),
        ("source.properties", "", ""),
        ("source.properties.repository", "", "the repository that the workflow belongs to"),
        ("source.properties.branch", "", "the branches of `on.push`"),
        ("source.properties.access_token_secret", "", "not needed"),
        ("source.properties.connection_name", "", "not needed: the workflow takes a role by OpenID Connect"),
        ("source.properties.output_artifact_format", "", "of CodePipeline"),
        ("build", "", "the job that builds and pushes images, which is yours (docs/images.md)"),
        ("build.image", "", "`runs-on`"),
        ("build.buildspec", "", "the steps of the job"),
        ("build.additional_policy", "", "the policies of the role that the workflow takes"),
        ("build.additional_policy.PolicyDocument", "", "the policies of the role that the workflow takes"),
        ("stages", "", "a stack for each environment"),
        ("stages[].name", "", "the name of the stack"),
        ("stages[].requires_approval", "", "an environment of GitHub with required reviewers"),
        ("stages[].test_commands", "", "a step after `pulumi up`"),
        ("stages[].deployments", "", "`pulumi up` deploys all services of a stack, called services before their callers"),
        ("stages[].deployments.<name>", "", ""),
        ("stages[].deployments.<name>.stack_name", "", "of CloudFormation"),
        ("stages[].deployments.<name>.template_path", "", "of CloudFormation"),
        ("stages[].deployments.<name>.template_config", "", "of CloudFormation"),
        ("stages[].deployments.<name>.depends_on", "", "called services are deployed before their callers; `dependsOn` in a program"),
        ("stages[].pre_deployments", "", "a step before `pulumi up`, or `migration` of a service"),
        ("stages[].pre_deployments.<name>.buildspec", "", "a step of the job"),
        ("stages[].pre_deployments.<name>.depends_on", "", "the order of steps"),
        ("stages[].post_deployments", "", "a step after `pulumi up`"),
        ("stages[].post_deployments.<name>.buildspec", "", "a step of the job"),
        ("stages[].post_deployments.<name>.depends_on", "", "the order of steps"),
    ),
)
