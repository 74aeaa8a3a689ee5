"""References of a stack file: `{stackReference: …, output: …}` and `{ssmParameter: …}`."""

import json
from typing import Any

import pulumi
import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_config, load_file
from fargate_web.stack.references import find_reference
from fargate_web.stack_file.references import Parameter, StackOutput
from fargate_web.testing import AwsMocks, Run, run

NETWORK = "acme/network/prod"
OUTPUTS = {
    "vpcId": "vpc-1",
    "subnetIds": ["subnet-1", "subnet-2"],
    "services": {"api": {"url": "https://api.example.com"}},
    "port": 5432,
    "isPublic": False,
}


class Mocks(AwsMocks):
    """Other stacks with outputs, and parameters of two types."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if args.typ == "pulumi:pulumi:StackReference":
            return args.resource_id, {"name": args.name, "outputs": OUTPUTS, "secretOutputNames": []}
        return super().new_resource(args)

    def call(self, args: pulumi.runtime.MockCallArgs) -> Any:
        found, failures = super().call(args)
        is_secret = args.args.get("name") == "/shop/password"
        return {**found, "type": "SecureString", "insecureValue": ""} if is_secret else found, failures


def output(name: str, stack: str = NETWORK) -> dict[str, str]:
    return {"stackReference": stack, "output": name}


def load_program(environment: dict[str, Any], *, mocks: Any = None, strict: bool = True, **arguments: Any) -> Run:
    """Run a program that loads a stack and exports the variables of its service."""
    services = {"web": {"image": "nginx:1", "port": 80, "subnets": "public", "environment": environment}}
    config = {"aws:region": "us-west-2", "fargate-web:network": '{"natGateways": "none"}', "fargate-web:services": json.dumps(services)}

    def program() -> None:
        for name, value in load_config().stack.services["web"].environment.items():
            pulumi.export(name, value)

    return run(program, project="shop", stack="prod", config=config, mocks=mocks or Mocks("us-west-2"), strict=strict, **arguments)


@pytest.fixture(autouse=True)
def _folder(folder):
    """Run where no search for the stack file has anything to read."""


def test_a_program_reads_each_stack_once_and_takes_texts_of_its_outputs():
    result = load_program(
        {
            "VPC": output("vpcId"),
            "SUBNET": output("subnetIds[1]"),
            "URL": output("services.api.url"),
            "PORT": output("port"),
            "PUBLIC": output("isPublic"),
            "BUCKET": {"ssmParameter": "/${project}/${stack}/bucket"},
            "PLAIN": "text",
        }
    )
    assert result.outputs == {
        "VPC": "vpc-1",
        "SUBNET": "subnet-2",
        "URL": "https://api.example.com",
        "PORT": "5432",
        "PUBLIC": "false",
        "BUCKET": "value-of-/shop/prod/bucket",
        "PLAIN": "text",
    }
    assert [resource.name for resource in result.find_all("pulumi:pulumi:StackReference")] == [NETWORK]
    [invoke] = result.invokes
    assert (invoke.token, invoke.args) == ("aws:ssm/getParameter:getParameter", {"name": "/shop/prod/bucket", "withDecryption": False})


def test_without_outputs_of_the_other_stack_a_placeholder_says_what_would_be_read():
    result = load_program({"URL": output("services.api.url")}, mocks=AwsMocks("us-west-2"))
    assert result.outputs == {"URL": f"[output services of the stack {NETWORK}, 'api', 'url']"}


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (output("clusterArn"), f"there is no output clusterArn of the stack {NETWORK}; `pulumi stack output --stack {NETWORK}` lists"),
        (output("subnetIds[2]"), "there is no output subnetIds[2]"),
        (output("vpcId[0]"), "there is no output vpcId[0]"),
        (output("services.web.url"), "there is no output services.web.url"),
        (output("subnetIds"), "has several values; write one of them, such as output: subnetIds[0], subnetIds[1]"),
        (output("services"), "such as output: services.api"),
        ({"ssmParameter": "/shop/password"}, "the SSM parameter /shop/password is a SecureString"),
    ],
)
def test_what_is_not_there_or_a_secret_ends_the_program_with_one_sentence(reference, message):
    result = load_program({"X": reference}, strict=False)
    assert isinstance(result.error, pulumi.RunError)
    assert message in str(result.error)


def test_faults_are_told_before_any_stack_is_read():
    result = load_program({"X": output("vpcId"), "Y": output("vpcId", "network")}, strict=False)
    assert isinstance(result.error, SettingsError)
    assert [str(fault) for fault in result.error.faults] == [
        "services.web.environment.Y: 'network' isn't the whole name of a stack; write organization/project/stack, as "
        "`pulumi stack ls --all` shows it (the organization of a backend of your own is organization)"
    ]
    assert not result.find_all("pulumi:pulumi:StackReference")


def test_a_section_with_secrets_has_references_too():
    result = load_program({"VPC": output("vpcId"), "TOKEN": "hidden"}, secret_keys=["fargate-web:services"])
    assert result.outputs["VPC"] == "vpc-1"


def test_a_reference_replaces_the_whole_one_of_an_extended_file(folder):
    staging = {"web": {"image": "nginx:1", "port": 80, "subnets": "public", "environment": {"HOST": output("host"), "DB": output("db")}}}
    (folder / "Pulumi.staging.yaml").write_text(
        json.dumps({"config": {"aws:region": "us-west-2", "fargate-web:network": {"natGateways": "none"}, "fargate-web:services": staging}})
    )
    own = {"web": {"environment": {"HOST": {"ssmParameter": "/host"}, "DB": "db.example.com"}}}
    config = {"aws:region": "us-west-2", "fargate-web:extends": "Pulumi.staging.yaml", "fargate-web:services": own}
    (folder / "Pulumi.prod.yaml").write_text(json.dumps({"config": config}))
    loaded = load_file("Pulumi.prod.yaml")
    environment = loaded.stack.services["web"].environment
    assert (find_reference(environment["HOST"]), environment["DB"]) == (Parameter("/host"), "db.example.com")
    assert loaded.references == (Parameter("/host"),)
    assert load_file("Pulumi.staging.yaml").references == (StackOutput(NETWORK, "host"), StackOutput(NETWORK, "db"))


def test_variables_with_the_names_of_the_keys_are_variables():
    assert load_program({"stackReference": "acme/a/b", "output": "x"}).outputs == {"stackReference": "acme/a/b", "output": "x"}
