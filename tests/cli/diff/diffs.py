"""Records of made-up programs, to be compared."""

from typing import Any

from fargate_web_cli.diff.compare import compare_stack
from fargate_web_cli.diff.model import ResourceChange, StackDiff
from fargate_web_cli.diff.recorded_resources import STACK_TYPE, RecordedResource, StackRecord

TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
LISTENER_RULE = "aws:lb/listenerRule:ListenerRule"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
SERVICE = "aws:ecs/service:Service"
COMPONENT = "fargate-web:index:Service"


def urn(type_: str, name: str, parents: str = "") -> str:
    return f"urn:pulumi:test::shop::{parents}{'$' if parents else ''}{type_}::{name}"


STACK = RecordedResource(STACK_TYPE, "shop-test", urn(STACK_TYPE, "shop-test"))


def resource(type_: str, name: str, /, inputs: dict[str, Any] | None = None, **options: Any) -> RecordedResource:
    options.setdefault("urn", urn(type_, name))
    options.setdefault("custom", not type_.startswith(("fargate-web:", "awsx:")))
    return RecordedResource(type_, name, inputs=inputs or {}, parent=options.pop("parent", STACK.urn), **options)


def record(*resources: RecordedResource, **settings: Any) -> StackRecord:
    return StackRecord((STACK, *resources), **{"region": "us-west-2", **settings})


def compared(old: list[RecordedResource], new: list[RecordedResource]) -> StackDiff:
    return compare_stack("test", record(*old), record(*new))


def only(diff: StackDiff) -> ResourceChange:
    [change] = diff.changes
    return change
