"""The policy pack answers what Pulumi's engine asks: the pack runs in this process, and the requests go through gRPC."""

import queue
import runpy
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import grpc
import pulumi_policy.policy
import pytest
import yaml
from fargate_web.controls.catalogue import CONTROLS
from fargate_web.testing import Resource
from fargate_web.testing.property_values import UNKNOWN_STRING
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from tests.components.controls.good_resources import GOOD_RESOURCES, resource
from tests.components.controls.mutations import MUTATIONS, Mutation
from tests.stacks.running import ROOT

REASON = "this stack is destroyed every night"


@pytest.fixture(scope="module")
def pack() -> Iterator[analyzer_pb2_grpc.AnalyzerStub]:
    ports: queue.Queue[int] = queue.Queue()
    stop = threading.Event()

    def sleep(seconds: float) -> None:
        stop.wait(seconds)
        raise KeyboardInterrupt  # as the engine stops a pack

    with pytest.MonkeyPatch.context() as patch:
        output = SimpleNamespace(buffer=SimpleNamespace(write=lambda text: ports.put(int(text))))
        patch.setattr(pulumi_policy.policy, "sys", SimpleNamespace(stdout=output))
        patch.setattr(pulumi_policy.policy, "time", SimpleNamespace(sleep=sleep))
        # `python -m pulumi.policy`, which the engine starts, runs the folder in the same way.
        thread = threading.Thread(target=runpy.run_path, args=(str(ROOT / "policy"),), kwargs={"run_name": "__main__"}, daemon=True)
        thread.start()
        with grpc.insecure_channel(f"127.0.0.1:{ports.get(timeout=30)}") as channel:
            yield analyzer_pb2_grpc.AnalyzerStub(channel)
        stop.set()
        thread.join(timeout=30)


@pytest.fixture(autouse=True)
def default_configuration(pack: analyzer_pb2_grpc.AnalyzerStub) -> None:
    configure(pack, {})


def configure(pack: analyzer_pb2_grpc.AnalyzerStub, configuration: dict[str, tuple[int, dict[str, Any]]]) -> None:
    # As the engine does, each control is configured: those of the user by what they wrote, the others by their defaults.
    defaults = {control.id: (getattr(proto, control.level.upper()), {}) for control in CONTROLS}
    request = proto.ConfigureAnalyzerRequest()
    for name, (level, properties) in {**defaults, **configuration}.items():
        request.policyConfig[name].enforcementLevel = level
        request.policyConfig[name].properties.update(properties)
    pack.Configure(request)


def properties_of(each: Resource) -> Struct:
    properties = Struct()
    properties.update(each.inputs)
    return properties


def analyze(pack: analyzer_pb2_grpc.AnalyzerStub, resources: list[Resource]) -> list[proto.AnalyzeDiagnostic]:
    """Ask about each resource, then about the stack, as the engine does."""
    diagnostics = []
    stack = proto.AnalyzeStackRequest()
    for each in resources:
        properties = properties_of(each)
        diagnostics += pack.Analyze(proto.AnalyzeRequest(type=each.type, properties=properties, urn=each.urn, name=each.name)).diagnostics
        registered = proto.AnalyzerResource(type=each.type, properties=properties, urn=each.urn, name=each.name, parent=each.parent or "")
        for name, urns in each.property_dependencies.items():
            registered.propertyDependencies[name].urns.extend(urns)
        stack.resources.append(registered)
    return [*diagnostics, *pack.AnalyzeStack(stack).diagnostics]


def mutation_of(control: str) -> Mutation:
    return next(each for each in MUTATIONS if each.control == control)


def test_every_control_is_a_policy_of_the_pack(pack: analyzer_pb2_grpc.AnalyzerStub) -> None:
    info = pack.GetAnalyzerInfo(empty_pb2.Empty())
    policies = {policy.name: policy for policy in info.policies}
    assert info.name == "fargate-web"
    assert set(policies) == {*(control.id for control in CONTROLS), "suppressed"}
    log_retention = policies["log-retention"]
    assert (log_retention.url, log_retention.severity) == (
        "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16",
        proto.POLICY_SEVERITY_MEDIUM,
    )
    assert "CKV_AWS_338" in log_retention.tags
    assert dict(log_retention.configSchema.properties["days"]) == {"type": "integer", "default": 365}


def test_good_resources_pass(pack: analyzer_pb2_grpc.AnalyzerStub) -> None:
    assert analyze(pack, [*GOOD_RESOURCES]) == []


@pytest.mark.parametrize("control", ["ecs-no-privileged-containers", "lb-web-acl", "iam-no-full-access", "s3-tls", "log-retention"])
def test_a_bad_resource_is_reported_with_its_urn(pack: analyzer_pb2_grpc.AnalyzerStub, control: str) -> None:
    mutation = mutation_of(control)
    (found,) = (each for each in analyze(pack, mutation.apply()) if each.policyName == control)
    type_, name = mutation.resource.split(" ")
    assert found.urn.endswith(f"{type_}::{name}")
    described = next(each for each in CONTROLS if each.id == control)
    assert found.message.startswith(f"{described.title}.\n{name}: ")
    assert found.message.endswith(described.source)
    assert found.enforcementLevel == getattr(proto, described.level.upper())


def test_levels_and_parameters_come_from_the_configuration(pack: analyzer_pb2_grpc.AnalyzerStub) -> None:
    resources = mutation_of("log-retention").apply()
    configure(pack, {"log-retention": (proto.MANDATORY, {"days": 90})})
    assert [each.enforcementLevel for each in analyze(pack, resources)] == [proto.MANDATORY]
    configure(pack, {"log-retention": (proto.MANDATORY, {"days": 30})})
    assert analyze(pack, resources) == []


# The last one is disabled by default.
@pytest.mark.parametrize("control", ["lb-deletion-protection", "vpc-flow-logs", "lb-encrypted-targets"])
def test_a_suppression_passes_and_is_reported_with_its_reason(pack: analyzer_pb2_grpc.AnalyzerStub, control: str) -> None:
    suppressions = [{"resource": "aws:*", "reason": REASON}]
    configure(pack, {control: (proto.MANDATORY, {"suppressions": suppressions})})
    (found,) = analyze(pack, mutation_of(control).apply())
    assert (found.policyName, found.enforcementLevel) == ("suppressed", proto.ADVISORY)
    assert f"{control}: " in found.message
    assert found.message.endswith(f"(suppressed: {REASON})")


def test_what_a_preview_does_not_know_is_not_reported(pack: analyzer_pb2_grpc.AnalyzerStub) -> None:
    unknown = resource("aws:cloudwatch/logGroup:LogGroup", "web", {"retentionInDays": UNKNOWN_STRING, "kmsKeyId": UNKNOWN_STRING})
    assert analyze(pack, [unknown]) == []


def test_a_wrong_configuration_is_reported_as_an_error(pack: analyzer_pb2_grpc.AnalyzerStub) -> None:
    configure(pack, {"log-retention": (proto.MANDATORY, {"day": 90})})
    with pytest.raises(grpc.RpcError, match="there is no such parameter"):
        analyze(pack, mutation_of("log-retention").apply())


def test_the_pack_has_the_version_of_the_components() -> None:
    pack_file = yaml.safe_load((ROOT / "policy" / "PulumiPolicy.yaml").read_text())
    version = next(line for line in (ROOT / "components" / "pyproject.toml").read_text().splitlines() if line.startswith("version"))
    assert f'version = "{pack_file["version"]}"' == version
    assert "../components\n" in (ROOT / "policy" / "requirements.txt").read_text()
