"""What users get wrong in the sections beside the services, and in what services have in common."""

import pytest

ARN = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b"
LONG = "a" * 41


def case(section: str, keys: str, place: str, *fragments: str):
    return pytest.param(f"fargate-web:{section}: {keys}", f"{section}{place}", fragments, id=f"{section} {keys}"[:70])


NETWORK = [
    case("network", "{cidrBlock: 10.0.0.0/8}", ".cidrBlock", "InvalidVpc.Range"),
    case("network", "{cidrBlock: 10.0.0.0/29}", ".cidrBlock", "/16 to /28"),
    case("network", "{cidrBlock: 10.0.0.0/24}", ".cidrBlock", "too small for the standard layout"),
    case("network", "{cidrBlock: 10.0.0.1/16}", ".cidrBlock", "host bits", "write 10.0.0.0/16"),
    case("network", "{cidrBlock: 8.8.0.0/16}", ".cidrBlock", "isn't within a private range"),
    case("network", "{cidrBlock: 10.0.0.0}", ".cidrBlock", "no prefix length"),
    case("network", "{cidrBlock: big}", ".cidrBlock", "isn't an IPv4 CIDR block"),
    case("network", "{cidrBlock: 10}", ".cidrBlock", "expected text, got the number 10"),
    case("network", "{availabilityZones: 1}", ".availabilityZones", "1 is less than 2", "from 2 to 6"),
    case("network", "{availabilityZones: 7}", ".availabilityZones", "7 is more than 6"),
    case("network", "{availabilityZones: two}", ".availabilityZones", "expected a whole number or a list"),
    case("network", "{availabilityZones: [us-west-2a]}", ".availabilityZones", "only 1 entry", "Write at least 2"),
    case("network", "{availabilityZones: [us-west-2a, us-west-2a]}", ".availabilityZones", "a zone is listed twice"),
    case("network", "{availabilityZones: [us-west-2a, west]}", ".availabilityZones[1]", "isn't the name of an Availability Zone"),
    case("network", "{availabilityZones: [us-west-2a, eu-west-1a]}", ".availabilityZones[1]", "isn't a zone of us-west-2"),
    case("network", "{natGateways: dual}", ".natGateways", "onePerAz survives the loss of a zone"),
    case("network", "{natGateways: oneperaz}", ".natGateways", "Did you mean onePerAz?"),
    case("network", "{natGateways: 1}", ".natGateways", "the number 1 is none of"),
    case("network", "{gatewayEndpoints: [s3, sqs]}", ".gatewayEndpoints[1]", "s3, dynamodb"),
    case("network", "{interfaceEndpoints: ['ecr api']}", ".interfaceEndpoints[0]", '"ecr api" has the wrong format'),
    case("network", "{flowLogs: {retentionInDays: 45}}", ".flowLogs.retentionInDays", "The nearest are 30 and 60"),
    case("network", "{flowLogs: {retentionInDays: '30'}}", ".flowLogs.retentionInDays", "Remove the quotes"),
    case("network", "{flowLogs: }", ".flowLogs", "could mean the default or none"),
    case("network", "{existing: {vpc: {id: main}, privateSubnets: [{id: subnet-1}]}}", ".existing.vpc.id", "start with 'vpc-'"),
    case(
        "network",
        "{existing: {vpc: {name: main, id: vpc-1}, privateSubnets: [{id: subnet-1}]}}",
        ".existing.vpc.id",
        "write either id or name",
    ),
    case("network", "{existing: {vpc: {name: main}, privateSubnets: []}}", ".existing.privateSubnets", "the list is empty"),
    case("network", "{existing: {vpc: {name: main}}}", ".existing.privateSubnets", "it is missing"),
    case("network", "{name: a, existing: {vpc: {name: main}, privateSubnets: [{id: subnet-1}]}}", ".name", "would have no effect"),
    case(
        "network",
        "{existing: {vpc: {name: main}, privateSubnets: [{id: subnet-1}], publicSubnets: [{id: subnet-2}]}}",
        ".existing.publicSubnets",
        "at least two zones",
    ),
    case(
        "network",
        "{existing: {vpc: {name: main}, privateSubnets: [{id: subnet-1}, {id: subnet-1}]}}",
        ".existing.privateSubnets",
        "'subnet-1' is listed twice",
    ),
    case(
        "network",
        "{subnetCidrBlocks: {public: [10.0.0.0/24, 10.0.0.0/25], private: [10.0.2.0/24, 10.1.3.0/24]}}",
        ".subnetCidrBlocks.public",
        "overlaps",
        "InvalidSubnet.Conflict",
    ),
    case(
        "network",
        "{subnetCidrBlocks: {public: [10.0.0.0/24, 10.0.1.0/24], private: [10.0.2.0/24, 10.1.3.0/24]}}",
        ".subnetCidrBlocks.private",
        "10.1.3.0/24 isn't within the VPC's 10.0.0.0/16",
    ),
    case(
        "network",
        "{subnetCidrBlocks: {public: [10.0.0.0/28, 10.0.1.0/24], private: [10.0.2.0/24, 10.0.3.0/24]}}",
        ".subnetCidrBlocks.public",
        "eight free addresses",
    ),
]
LOAD_BALANCER = [
    case("loadBalancer", "{name: internal-web}", ".name", "no 'internal-' at the start"),
    case("loadBalancer", "{name: -web}", ".name", "no hyphen at either end", "for instance 'web'"),
    case("loadBalancer", "{name: web_prod}", ".name", "for instance 'web-prod'"),
    case("loadBalancer", "{name: " + "a" * 33 + "}", ".name", "33 characters; AWS allows 32"),
    case("loadBalancer", "{idleTimeout: 0}", ".idleTimeout", "0 is less than 1"),
    case("loadBalancer", "{idleTimeout: 4001}", ".idleTimeout", "4001 is more than 4000"),
    case("loadBalancer", "{http: off}", ".http", "YAML parsers disagree whether off is", '"off"'),
    case("loadBalancer", "{http: false}", ".http", 'Write "off", with the quotes'),
    case("loadBalancer", "{http: redirect}", ".http", "there is no HTTPS to redirect to"),
    case(
        "loadBalancer",
        "{https: {sslPolicy: ELBSecurityPolicy-2016-08, certificateArn: '" + ARN + "'}}",
        ".https.sslPolicy",
        "TLS 1.0 or 1.1 are refused",
    ),
    case("loadBalancer", "{https: {certificateArn: mycert}}", ".https.certificateArn", "isn't an ARN"),
    case("loadBalancer", "{https: {certificateArn: 'arn:aws:iam::123456789012:role/a'}}", ".https.certificateArn", "not of 'acm'"),
    case(
        "loadBalancer",
        "{https: {certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1'}}",
        ".https.certificateArn",
        "this is in eu-west-1",
    ),
    case("loadBalancer", "{https: {domainName: API.example.com, hostedZone: example.com}}", ".https.domainName", "write 'api.example.com'"),
    case("loadBalancer", "{https: {domainName: api.example.com}}", ".https.hostedZone", "hostedZone is missing"),
    case("loadBalancer", "{https: {domainName: api.other.com, hostedZone: example.com}}", ".https.domainName", "isn't within the zone"),
    case("loadBalancer", "{https: {port: 80, certificateArn: '" + ARN + "'}}", ".https.port", "DuplicateListener"),
    case("loadBalancer", "{accessLogs: {bucket: My_Bucket}}", ".accessLogs.bucket", "an S3 bucket"),
    case("loadBalancer", "{accessLogs: {prefix: /web/}}", ".accessLogs.prefix", "can't start or end with a slash"),
    case("loadBalancer", "{accessLogs: 'true'}", ".accessLogs", "Write true, and remove the quotes"),
    case("loadBalancer", "{allowedCidrBlocks: [0.0.0.0]}", ".allowedCidrBlocks[0]", "write 0.0.0.0/32"),
    case("loadBalancer", "{webAcl: my-acl}", ".webAcl", "isn't an ARN"),
    case("loadBalancer", "{scheme: internet}", ".scheme", "Did you mean internet-facing?"),
    case("loadBalancer", "{deletionProtection: yes}", ".deletionProtection", "write true"),
]
CLUSTER_TAGS_MONITORING = [
    case("cluster", "{name: my cluster}", ".name", "letters, digits, hyphens and underscores"),
    case("cluster", "{containerInsights: true}", ".containerInsights", "true is none of"),
    case("cluster", "{containerInsights: enhance}", ".containerInsights", "Did you mean enhanced?"),
    case("cluster", "{name: a, existing: {name: b}}", ".name", "would have no effect"),
    case("cluster", "[]", "", "expected a map, got a list"),
    case("cluster", "", "", "expected a map, got nothing"),
    case("tags", "{aws:team: web}", '["aws:team"]', "aws: prefixed tag key names are not allowed"),
    case("tags", "{Env: a, env: b}", "", "'Env' and 'env' differ only in case"),
    case("tags", "{" + "a" * 129 + ": b}", f".{'a' * 129}", "AWS allows 1 to 128"),
    case("tags", "{a: '" + "b" * 257 + "'}", ".a", "AWS allows 256"),
    case("tags", "{a: 'b?'}", ".a", "characters that AWS refuses"),
    case("tags", "{a: 3}", ".a", "expected text, got the number 3", 'Quote it: "3"'),
    case("tags", "{a: NO}", ".a", 'quote it: "NO"'),
    case("tags", "{" + ", ".join(f"k{n}: v" for n in range(51)) + "}", "", "51 tags; AWS allows 50"),
    case("monitoring", "{topicArn: alarms}", ".topicArn", "isn't an ARN"),
    case("monitoring", "{email: team@example.com}", ".email", 'Write it as a list: ["team@example.com"]'),
    case("monitoring", "{email: [team]}", ".email[0]", '"team" has the wrong format', "team@example.com"),
    case("monitoring", "{alarms: {cpu: 120}}", ".alarms.cpu", "120 is more than 100"),
    case("monitoring", "{alarms: {latencyP99: 0}}", ".alarms.latencyP99", "0 is not more than 0"),
    case("monitoring", "{alarms: {cpu: true}}", ".alarms.cpu", "got true"),
    case("monitoring", "{encryption: false, kmsKeyArn: 'arn:aws:kms:us-west-2:123456789012:key/1'}", ".kmsKeyArn", "remove one of the two"),
    case("protected", "maybe", "", 'expected true or false, got the text "maybe"'),
    case("allowReplacement", "web-blue", "", "expected a list", 'Write it as a list: ["web-blue"]'),
    case("allowReplacement", "['']", "[0]", "the text is empty", "aws:lb:TargetGroup/web-blue"),
    case("allowBroadening", "api", "", "expected a list", 'Write it as a list: ["api"]'),
    case("services", "{}", "", "every service of the stack would be deleted"),
    case("services", "", "", "every service of the stack would be deleted"),
    case("services", "[{image: nginx}]", "", "expected a map, got a list"),
    case("services", "{web: nginx}", ".web", 'expected a map, got the text "nginx"'),
    case("services", "{Web: {image: nginx}}", ".Web", "start with a lower-case letter"),
    case("services", "{web.api: {image: nginx}}", '["web.api"]', "for instance 'web-api'"),
    case("services", "{" + LONG + ": {image: nginx}}", f".{LONG}", "41 characters; AWS allows 40"),
    case("services", "{web: {port: 80}}", ".web.image", "it is missing", "Write it like 123456789012.dkr.ecr"),
    case(
        "services",
        "{a: {image: nginx, names: {service: x}}, b: {image: nginx, names: {service: x}}}",
        ".b.names.service",
        "also the name at services.a",
    ),
    case("services", "{web: {image: nginx, roles: {taskRole: {name: 'a b'}}}}", ".web.roles.taskRole.name", "an IAM role"),
    case(
        "services",
        "{web: {image: nginx, roles: {taskRole: {managedPolicies: [AdministratorAccess]}}}}",
        ".web.roles.taskRole.managedPolicies[0]",
        "take over",
    ),
    case(
        "services",
        "{web: {image: nginx, roles: {taskRole: {managedPolicies: [AmazonECR-ReadOnly]}}}}",
        ".web.roles.taskRole.managedPolicies[0]",
        "write AmazonEC2Con",
    ),
    case(
        "services",
        "{web: {image: nginx, roles: {taskRole: {statements: [{actions: s3, resources: x}]}}}}",
        ".web.roles.taskRole.statements[0].actions",
        "s3:GetObject",
    ),
    case(
        "services",
        "{web: {image: nginx, roles: {taskRole: {statements: [{actions: '*', resources: '*'}]}}}}",
        ".web.roles.taskRole.statements[0].actions",
        "everything",
    ),
    case(
        "services",
        "{web: {image: nginx, roles: {taskRole: {statements: [{effect: allow, actions: 's3:*', resources: '*'}]}}}}",
        ".web.roles.taskRole.statements[0].effect",
        "Did you mean Allow?",
    ),
    case("services", "{web: {image: nginx, silence: {image: no}}}", ".web.silence.image", 'quote it: "no"'),
    case("services", "{web: {image: nginx, silence: {image: because}}}", ".web.silence.image", "7 characters, less than 10"),
    case("services", "{web: {image: nginx, silence: {images: because it is so}}}", ".web.silence.images", "Did you mean image?"),
    case("services", "{web: {image: nginx, logs: {retentionInDays: 45}}}", ".web.logs.retentionInDays", "The nearest are 30 and 60"),
    case("services", "{web: {image: nginx, logs: {maxBufferSize: 25}}}", ".web.logs.maxBufferSize", 'Quote it: "25"'),
    case("services", "{web: {image: nginx, logs: {maxBufferSize: 25MB}}}", ".web.logs.maxBufferSize", "Write it like 25m"),
]


@pytest.mark.parametrize(("sections", "place", "fragments"), [*NETWORK, *LOAD_BALANCER, *CLUSTER_TAGS_MONITORING])
def test_what_is_wrong_with_a_stack_is_told_with_what_to_write(told, sections, place, fragments):
    faults = [fault for fault in told(sections) if f": {place}: " in fault]
    assert len(faults) == 1, told(sections)
    assert all(fragment in faults[0] for fragment in fragments), faults
    assert faults[0].startswith("Pulumi.dev.yaml:")
