import json

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web import Cluster, Service
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import UNKNOWN, AwsMocks, Run, run

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"

SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret"
KEY = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"
LOGS = "arn:aws:logs:us-west-2:123456789012:log-group"


def statements(result: Run, role: str) -> list[dict]:
    """Read the policy of a role, without the statement that lets it write the log, which every execution role has."""
    document = json.loads(result.find_one(ROLE_POLICY, role).inputs["policy"])
    assert document.keys() == {"Version", "Statement"}
    assert document["Version"] == "2012-10-17"
    return [statement for statement in document["Statement"] if statement.get("Sid") != "WriteLogs"]


@pytest.fixture(scope="module")
def execution(build):
    """Give the statements of the execution role of a worker that says this."""

    def of(result: Run) -> list[dict]:
        return statements(result, "web-execution")

    return lambda **said: of(build.service(build.worker(**said))[1])


@pytest.fixture(scope="module")
def plain(build) -> Run:
    return build.service(build.web(image="public.ecr.aws/nginx/nginx:1.29"))[1]


# --- what the execution role may do -------------------------------------------------------------------------------------


def test_a_service_with_a_public_image_may_write_its_log_and_nothing_else(plain):
    document = json.loads(plain.find_one(ROLE_POLICY).inputs["policy"])
    assert document["Statement"] == [
        {
            "Sid": "WriteLogs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": f"{plain.find_one(LOG_GROUP).outputs['arn']}:log-stream:web/*",
        }
    ]
    assert plain.find_one(ROLE_POLICY).name == "web-execution"
    assert plain.find_one(ROLE_POLICY).inputs["role"] == plain.find_one(ROLE, "web-execution").outputs["name"]


def pull(repository: str) -> list[dict]:
    return [
        {"Sid": "Authenticate", "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": "*"},
        {
            "Sid": "PullImage",
            "Effect": "Allow",
            "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            "Resource": repository,
        },
    ]


@pytest.mark.parametrize(
    ("image", "repository"),
    [
        ("123456789012.dkr.ecr.us-west-2.amazonaws.com/web", "arn:aws:ecr:us-west-2:123456789012:repository/web"),
        ("123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2", "arn:aws:ecr:us-west-2:123456789012:repository/web"),
        (
            f"123456789012.dkr.ecr.us-west-2.amazonaws.com/team/web@sha256:{'a' * 64}",
            "arn:aws:ecr:us-west-2:123456789012:repository/team/web",
        ),
        ("210987654321.dkr.ecr.eu-west-1.amazonaws.com/web:1", "arn:aws:ecr:eu-west-1:210987654321:repository/web"),
        ("123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/web:1", "arn:aws:ecr:us-east-1:123456789012:repository/web"),
        ("123456789012.dkr-ecr.us-west-2.on.aws/web:1", "arn:aws:ecr:us-west-2:123456789012:repository/web"),
    ],
)
def test_an_image_in_ecr_may_be_pulled_from_its_own_repository(execution, image, repository):
    assert execution(image=image) == pull(repository)


@pytest.mark.parametrize(
    "image", ["nginx", "nginx:1.29", "public.ecr.aws/nginx/nginx:1.29", "ghcr.io/team/web:1", "registry.example.com:5000/dkr.ecr/web:1"]
)
def test_an_image_elsewhere_needs_no_permission(execution, image):
    assert execution(image=image) == []


@pytest.mark.parametrize(
    ("region", "suffix", "partition"),
    [
        ("cn-north-1", "amazonaws.com.cn", "aws-cn"),
        ("us-gov-west-1", "amazonaws.com", "aws-us-gov"),
        ("eusc-de-east-1", "amazonaws.eu", "aws-eusc"),
    ],
)
def test_an_image_is_found_in_the_registries_of_every_partition(build, region, suffix, partition):
    args = build.worker(image=f"123456789012.dkr.ecr.{region}.{suffix}/web:1")
    _, result = build.service(args, config={"aws:region": region}, mocks=AwsMocks(region=region))
    assert statements(result, "web-execution") == pull(f"arn:{partition}:ecr:{region}:123456789012:repository/web")


@pytest.mark.parametrize(
    ("image", "repository"),
    [
        ("123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2", "arn:aws:ecr:us-west-2:123456789012:repository/web"),
        # The statement was there before anyone could know, and now allows nothing that exists.
        ("nginx:1.29", "arn:aws:ecr:*:*:repository/none"),
    ],
)
def test_an_image_that_is_known_later_is_allowed_as_soon_as_it_is_known(build, image, repository):
    _, result = build.service(lambda: build.worker(image=pulumi.Output.from_input(image)))
    assert statements(result, "web-execution") == pull(repository)


def test_a_repository_of_the_same_program_is_named_in_the_policy(build):
    def args():
        repository = aws.ecr.Repository("images")
        return build.worker(image=pulumi.Output.concat(repository.repository_url, ":1"))

    _, result = build.service(args)
    assert statements(result, "web-execution") == pull(result.find_one("aws:ecr/repository:Repository").outputs["arn"])
    assert build.service(args, preview=True)[1].find_one(ROLE_POLICY).inputs["policy"] is UNKNOWN


# --- secrets ------------------------------------------------------------------------------------------------------------


def read_secrets(*arns: str) -> dict:
    return {"Sid": "ReadSecrets", "Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": list(arns)}


def read_parameters(*arns: str) -> dict:
    return {"Sid": "ReadParameters", "Effect": "Allow", "Action": ["ssm:GetParameters"], "Resource": list(arns)}


@pytest.mark.parametrize(
    ("reference", "resource"),
    [
        (f"{SECRET}:database-a1b2c3", f"{SECRET}:database-a1b2c3"),
        (f"{SECRET}:database-a1b2c3:url::", f"{SECRET}:database-a1b2c3"),
        (f"{SECRET}:database-a1b2c3:url:AWSCURRENT:", f"{SECRET}:database-a1b2c3"),
        # Secrets Manager adds six characters to a name; a policy for the bare name would match nothing.
        (f"{SECRET}:database", f"{SECRET}:database-??????"),
        (f"{SECRET}:prod/database:url::", f"{SECRET}:prod/database-??????"),
    ],
)
def test_a_secret_is_read_whole_whichever_key_of_it_is_asked_for(execution, reference, resource):
    assert execution(image="nginx", secrets={"URL": reference}) == [read_secrets(resource)]


@pytest.mark.parametrize(
    ("reference", "resource"),
    [
        ("token", "arn:aws:ssm:us-west-2:123456789012:parameter/token"),
        ("/web/token", "arn:aws:ssm:us-west-2:123456789012:parameter/web/token"),
        ("arn:aws:ssm:eu-west-1:210987654321:parameter/web/token", "arn:aws:ssm:eu-west-1:210987654321:parameter/web/token"),
    ],
)
def test_a_parameter_is_read_by_name_or_by_arn(execution, reference, resource):
    assert execution(image="nginx", secrets={"TOKEN": reference}) == [read_parameters(resource)]


def test_each_secret_is_named_once_however_many_variables_come_from_it(execution):
    secrets = {
        "USER": f"{SECRET}:db-a1b2c3:user::",
        "PASSWORD": f"{SECRET}:db-a1b2c3:password::",
        "B": "/web/b",
        "A": "/web/b",
        "C": "/web/c",
    }
    assert execution(image="nginx", secrets=secrets) == [
        read_secrets(f"{SECRET}:db-a1b2c3"),
        read_parameters("arn:aws:ssm:us-west-2:123456789012:parameter/web/b", "arn:aws:ssm:us-west-2:123456789012:parameter/web/c"),
    ]


def test_keys_of_secrets_may_be_used_for_decryption_and_no_other_key(execution):
    said = {"image": "nginx", "secrets": {"A": f"{SECRET}:a-a1b2c3"}, "roles": {"secretKmsKeys": [KEY]}}
    assert execution(**said) == [
        read_secrets(f"{SECRET}:a-a1b2c3"),
        {"Sid": "DecryptSecrets", "Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": [KEY]},
    ]


def test_secrets_and_parameters_that_are_known_later_are_told_apart_as_soon_as_they_are_known(build):
    def args():
        parameter, secret = aws.ssm.Parameter("token", name="/web/token", type="SecureString"), aws.secretsmanager.Secret("database")
        user, password = (pulumi.Output.concat(secret.arn, f":{key}::") for key in ("user", "password"))
        return build.worker(
            image="nginx", secrets={"ARN": parameter.arn, "NAME": parameter.name, "USER": user, "PASSWORD": password, "AGAIN": password}
        )

    _, result = build.service(args)
    secret = result.find_one("aws:secretsmanager/secret:Secret").outputs["arn"]
    parameter = result.find_one("aws:ssm/parameter:Parameter").outputs["arn"]
    assert parameter == "arn:aws:ssm:us-west-2:123456789012:parameter/web/token"
    found = statements(result, "web-execution")
    assert [(statement["Action"], statement["Resource"]) for statement in found] == [
        (["secretsmanager:GetSecretValue"], [secret]),
        (["ssm:GetParameters"], [parameter]),
        (["ssm:GetParameters"], [parameter]),
        (["secretsmanager:GetSecretValue"], [secret]),
    ]
    assert all(statement.keys() == {"Effect", "Action", "Resource"} for statement in found)


# --- what the task role may do ------------------------------------------------------------------------------------------

CHANNEL = {
    "Sid": "ExecuteCommand",
    "Effect": "Allow",
    "Action": [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ],
    "Resource": "*",
}


def test_the_application_may_do_nothing_unless_something_is_said(plain):
    assert plain.find_all(ROLE_POLICY) == [plain.find_one(ROLE_POLICY, "web-execution")]
    assert [attachment.name for attachment in plain.find_all(ATTACHMENT)] == [
        "web-infrastructure:AmazonECSInfrastructureRolePolicyForLoadBalancers"
    ]
    assert not {"managedPolicyArns", "inlinePolicies"} & plain.find_one(ROLE, "web-task").inputs.keys()


def test_sessions_need_the_channel_and_nothing_else_where_they_are_not_recorded(build):
    _, result = build.service(build.worker(enableExecuteCommand=True))
    assert statements(result, "web-task") == [CHANNEL]
    assert result.find_one("aws:ecs/service:Service").inputs["enableExecuteCommand"] is True


def test_sessions_that_are_recorded_need_the_record_and_its_key(build):
    cluster = {**build.cluster, "execute_command_log_group_arn": f"{LOGS}:sessions", "execute_command_kms_key_arn": KEY}
    _, result = build.service(build.worker(cluster=cluster, enableExecuteCommand=True))
    assert statements(result, "web-task") == [
        CHANNEL,
        {"Sid": "FindSessionLog", "Effect": "Allow", "Action": ["logs:DescribeLogGroups"], "Resource": f"{LOGS}:*"},
        {
            "Sid": "RecordSession",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": f"{LOGS}:sessions:*",
        },
        {"Sid": "DecryptSession", "Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": KEY},
    ]


def test_a_cluster_that_records_sessions_gives_nothing_to_a_service_without_them(build):
    def program():
        Service("web", build.worker(cluster=Cluster("cluster", {"executeCommandLogs": {"kmsKeyArn": KEY}})))

    assert [policy.name for policy in run(program).find_all(ROLE_POLICY)] == ["web-execution"]


def test_the_record_is_that_of_the_cluster(build):
    def program():
        Service("web", build.worker(cluster=Cluster("cluster"), enableExecuteCommand=True))

    result = run(program)
    record = result.find_one(LOG_GROUP, "cluster-execute-command").outputs["arn"]
    assert [statement["Resource"] for statement in statements(result, "web-task")] == ["*", f"{LOGS}:*", f"{record}:*"]


# --- what is added ------------------------------------------------------------------------------------------------------


def test_further_statements_come_after_the_implied_ones(build):
    own = {
        "sid": "PublishMetrics",
        "actions": "cloudwatch:PutMetricData",
        "resources": ["*"],
        "conditions": {"StringEquals": {"cloudwatch:namespace": "web"}},
    }
    refuse = {"effect": "Deny", "actions": ["s3:DeleteObject"], "resources": "arn:aws:s3:::bucket/*"}
    _, result = build.service(build.worker(enableExecuteCommand=True, roles={"taskRole": {"statements": [own, refuse]}}))
    assert statements(result, "web-task") == [
        CHANNEL,
        {
            "Sid": "PublishMetrics",
            "Effect": "Allow",
            "Action": ["cloudwatch:PutMetricData"],
            "Resource": ["*"],
            "Condition": {"StringEquals": {"cloudwatch:namespace": "web"}},
        },
        {"Effect": "Deny", "Action": ["s3:DeleteObject"], "Resource": ["arn:aws:s3:::bucket/*"]},
    ]


def test_the_resource_of_a_statement_may_be_known_later(build):
    def args():
        own = {"actions": ["sns:Publish"], "resources": [aws.sns.Topic("topic", name="orders").arn]}
        return build.worker(roles={"taskRole": {"statements": [own]}})

    _, result = build.service(args)
    assert statements(result, "web-task")[0]["Resource"] == ["arn:aws:sns:us-west-2:123456789012:orders"]


def test_a_sid_of_the_user_stays_his_and_no_sid_is_there_twice(build):
    own = {"sid": "ExecuteCommand", "actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::bucket/*"]}
    _, result = build.service(build.worker(enableExecuteCommand=True, roles={"taskRole": {"statements": [own]}}))
    found = statements(result, "web-task")
    assert [statement.get("Sid") for statement in found] == [None, "ExecuteCommand"]
    assert found[0] == {key: value for key, value in CHANNEL.items() if key != "Sid"}


@pytest.mark.parametrize(
    ("role", "says"),
    [
        (
            {
                "statements": [
                    {"sid": "A", "actions": ["s3:GetObject"], "resources": ["*"]},
                    {"sid": "A", "actions": ["s3:PutObject"], "resources": ["*"]},
                ]
            },
            "two statements have the sid 'A' (MalformedPolicyDocument)",
        ),
        ({"managedPolicies": ["CloudWatchLogsFullAccess", "CloudWatchLogsFullAccess"]}, "'CloudWatchLogsFullAccess' is listed twice"),
        (
            {"managedPolicies": ["CloudWatchLogsFullAccess", "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess"]},
            "'CloudWatchLogsFullAccess' is listed twice",
        ),
    ],
)
def test_what_is_said_twice_is_told_before_anything_is_registered(build, role, says):
    _, result = build.service(build.worker(roles={"taskRole": role}), strict=False)
    assert isinstance(result.error, SettingsError)
    assert says in str(result.error)
    assert result.resources == []


@pytest.mark.parametrize(
    ("policy", "region", "arn"),
    [
        ("CloudWatchLogsFullAccess", "us-west-2", "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess"),
        ("AmazonEC2ContainerRegistryReadOnly", "us-west-2", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"),
        ("AmazonECSTaskExecutionRolePolicy", "us-west-2", "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"),
        ("service-role/AWSLambdaRole", "us-west-2", "arn:aws:iam::aws:policy/service-role/AWSLambdaRole"),
        ("AmazonECSTaskExecutionRolePolicy", "cn-north-1", "arn:aws-cn:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"),
        ("CloudWatchLogsFullAccess", "us-gov-west-1", "arn:aws-us-gov:iam::aws:policy/CloudWatchLogsFullAccess"),
        ("arn:aws:iam::123456789012:policy/team/web", "us-west-2", "arn:aws:iam::123456789012:policy/team/web"),
    ],
)
def test_a_managed_policy_is_attached_by_name_or_arn(build, policy, region, arn):
    args = build.worker(roles={"executionRole": {"managedPolicies": [policy]}})
    _, result = build.service(args, config={"aws:region": region}, mocks=AwsMocks(region=region))
    attachment = result.find_one(ATTACHMENT)
    assert attachment.inputs == {"role": result.find_one(ROLE, "web-execution").outputs["name"], "policyArn": arn}
    assert attachment.name == f"web-execution:{policy.rsplit('/', 1)[-1]}"


def test_a_managed_policy_of_the_same_program_is_attached_too(build):
    def args():
        policies = [aws.iam.Policy(name, policy="{}").arn for name in ("one", "two")]
        return build.worker(roles={"taskRole": {"managedPolicies": policies}})

    _, result = build.service(args)
    arns = [policy.outputs["arn"] for policy in result.find_all("aws:iam/policy:Policy")]
    assert [attachment.inputs["policyArn"] for attachment in result.find_all(ATTACHMENT)] == arns


def test_a_role_is_bounded_and_named_as_said(build):
    boundary = "arn:aws:iam::123456789012:policy/boundary"
    _, result = build.service(build.worker(roles={"taskRole": {"name": "web", "permissionsBoundary": boundary}}))
    inputs = result.find_one(ROLE, "web-task").inputs
    assert (inputs["name"], inputs["permissionsBoundary"]) == ("web", boundary)
    assert not {"name", "permissionsBoundary"} & result.find_one(ROLE, "web-execution").inputs.keys()


def test_what_all_roles_of_a_service_have_in_common_gives_way_to_what_one_has(build):
    bounded = {"permissionsBoundary": "arn:aws:iam::123456789012:policy/all", "path": "/shop/"}
    _, result = build.service(build.web(roles={**bounded, "taskRole": {"permissionsBoundary": "arn:aws:iam::123456789012:policy/task"}}))
    found = {role.name: (role.inputs["permissionsBoundary"].rpartition("/")[2], role.inputs["path"]) for role in result.find_all(ROLE)}
    assert found == {"web-execution": ("all", "/shop/"), "web-task": ("task", "/shop/"), "web-infrastructure": ("all", "/shop/")}


# --- a role that exists -------------------------------------------------------------------------------------------------


def test_a_role_that_exists_is_used_and_nothing_is_made_or_changed(build):
    roles = {"executionRole": {"arn": "arn:aws:iam::123456789012:role/theirs"}, "taskRole": {"arn": "arn:aws:iam::123456789012:role/ours"}}
    component, result = build.service(build.worker(roles=roles, enableExecuteCommand=True))
    inputs = result.find_one(TASK_DEFINITION).inputs
    assert inputs["executionRoleArn"] == "arn:aws:iam::123456789012:role/theirs"
    assert inputs["taskRoleArn"] == "arn:aws:iam::123456789012:role/ours"
    assert result.find_all(ROLE) == result.find_all(ROLE_POLICY) == result.find_all(ATTACHMENT) == []
    assert (component.execution_role.role, component.execution_role.dependencies) == (None, [])


def test_a_role_of_the_same_program_is_used_too(build):
    def args():
        theirs = aws.iam.Role("theirs", assume_role_policy="{}")
        return build.worker(roles={"taskRole": {"arn": theirs.arn}})

    _, result = build.service(args)
    assert result.find_one(TASK_DEFINITION).inputs["taskRoleArn"] == result.find_one(ROLE, "theirs").outputs["arn"]
    assert [role.name for role in result.find_all(ROLE)] == ["theirs", "web-execution"]


# --- who may be the role ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["web-execution", "web-task"])
def test_only_tasks_of_this_account_and_region_may_be_it(plain, role):
    assert json.loads(plain.find_one(ROLE, role).inputs["assumeRolePolicy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": "123456789012"},
                    "ArnLike": {"aws:SourceArn": "arn:aws:ecs:us-west-2:123456789012:*"},
                },
            }
        ],
    }


def test_ecs_itself_may_shift_traffic_with_the_policy_that_aws_made_for_it(plain):
    role = plain.find_one(ROLE, "web-infrastructure")
    [statement] = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Service": "ecs.amazonaws.com"}
    assert (statement["Effect"], statement["Action"]) == ("Allow", "sts:AssumeRole")
    attachment = plain.find_one(ATTACHMENT)
    assert attachment.inputs["role"] == role.outputs["name"]
    assert attachment.inputs["policyArn"] == "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"


def test_the_three_roles_are_three(plain):
    assert len({role.outputs["arn"] for role in plain.find_all(ROLE)}) == 3


@pytest.mark.parametrize(("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
def test_the_infrastructure_policy_and_the_conditions_are_of_the_partition(build, region, partition):
    _, result = build.service(build.web(), config={"aws:region": region}, mocks=AwsMocks(region=region))
    policy = result.find_one(ATTACHMENT).inputs["policyArn"]
    assert policy == f"arn:{partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
    [statement] = json.loads(result.find_one(ROLE, "web-task").inputs["assumeRolePolicy"])["Statement"]
    assert statement["Condition"]["ArnLike"] == {"aws:SourceArn": f"arn:{partition}:ecs:{region}:123456789012:*"}


# --- in general ---------------------------------------------------------------------------------------------------------


def test_no_implied_action_has_a_wild_card_and_a_resource_has_one_only_where_aws_takes_no_other(build):
    cluster = {**build.cluster, "execute_command_log_group_arn": f"{LOGS}:sessions", "execute_command_kms_key_arn": KEY}
    said = {"secrets": {"A": f"{SECRET}:a-a1b2c3", "B": "/web/b"}, "roles": {"secretKmsKeys": [KEY]}, "enableExecuteCommand": True}
    _, result = build.service(build.web(cluster=cluster, **said))
    found = [statement for policy in result.find_all(ROLE_POLICY) for statement in json.loads(policy.inputs["policy"])["Statement"]]
    assert len(found) == 10
    assert [action for statement in found for action in statement["Action"] if "*" in action] == []
    assert {statement["Sid"] for statement in found if statement["Resource"] == "*"} == {"Authenticate", "ExecuteCommand"}
    assert {statement["Effect"] for statement in found} == {"Allow"}
    sids = [statement["Sid"] for statement in found]
    assert len(sids) == len(set(sids))


def test_every_role_says_what_it_is_for(plain):
    assert [role.name for role in plain.find_all(ROLE) if "web" not in role.inputs["description"]] == []
