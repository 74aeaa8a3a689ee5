"""Records of made-up programs, to be compared."""

from typing import Any

from fargate_web_cli.diff.compare import compare
from fargate_web_cli.diff.model import Change, StackDiff
from fargate_web_cli.diff.recorded_resources import STACK_TYPE, Recorded, StackRecord

TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
LISTENER_RULE = "aws:lb/listenerRule:ListenerRule"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
SERVICE = "aws:ecs/service:Service"
COMPONENT = "fargate-web:index:Service"


def urn(type_: str, name: str, parents: str = "") -> str:
    return f"urn:pulumi:test::shop::{parents}{'$' if parents else ''}{type_}::{name}"


STACK = Recorded(STACK_TYPE, "shop-test", urn(STACK_TYPE, "shop-test"))


def resource(type_: str, name: str, /, inputs: dict[str, Any] | None = None, **options: Any) -> Recorded:
    options.setdefault("urn", urn(type_, name))
    options.setdefault("custom", not type_.startswith(("fargate-web:", "awsx:")))
    return Recorded(type_, name, inputs=inputs or {}, parent=options.pop("parent", STACK.urn), **options)


def record(*resources: Recorded, **settings: Any) -> StackRecord:
    return StackRecord((STACK, *resources), **{"region": "us-west-2", **settings})


def compared(old: list[Recorded], new: list[Recorded]) -> StackDiff:
    return compare("test", record(*old), record(*new))


def only(diff: StackDiff) -> Change:
    [change] = diff.changes
    return change
