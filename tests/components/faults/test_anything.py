"""Whatever is written, it is told as faults with places in the file, and nothing crashes."""

import copy
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack
from fargate_web.stack.load import load_file
from hypothesis import given
from hypothesis import strategies as st

RICH = {
    "services": {
        "web": {
            "image": "nginx",
            "port": 80,
            "cpu": 512,
            "memory": "1 GB",
            "desiredCount": 2,
            "command": ["npm", "start"],
            "environment": {"A": "b"},
            "secrets": {"DB": "/prod/db"},
            "route": {"hosts": ["a.example.com"], "paths": ["/v1/*"], "headers": [{"name": "X", "values": ["y"]}], "priority": 7},
            "healthCheck": {"path": "/health", "interval": 20},
            "containerHealthCheck": {"command": ["CMD-SHELL", "true"], "timeout": 3},
            "targetGroup": {"stickiness": {"duration": 60}, "slowStart": 30},
            "deployment": {"strategy": "rolling", "circuitBreaker": {"rollback": True}, "maximumPercent": 150},
            "scaling": {
                "minCapacity": 2,
                "maxCapacity": 4,
                "cpu": 70,
                "memory": {"target": 80, "policyName": "p"},
                "scheduledActions": {"day": {"schedule": "cron(0 8 ? * MON-FRI *)", "minCapacity": 3, "timezone": "UTC"}},
            },
            "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1, "base": 1}],
            "roles": {"taskRole": {"statements": [{"actions": ["s3:GetObject"], "resources": ["*"], "conditions": {"Bool": {"a": "b"}}}]}},
            "logs": {"retentionInDays": 30},
            "names": {"service": "web", "targetGroup": "tg"},
            "tags": {"Owner": "web"},
            "silence": {"image": "it is rebuilt every night"},
        },
        "worker": {"image": "nginx", "route": False},
    },
    "network": {
        "availabilityZones": ["us-west-2a", "us-west-2b"],
        "natGateways": "single",
        "subnetCidrBlocks": {"public": ["10.0.0.0/24", "10.0.1.0/24"], "private": ["10.0.2.0/24", "10.0.3.0/24"]},
    },
    "cluster": {"name": "c", "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE"}]},
    "loadBalancer": {
        "https": {"domainName": "a.example.com", "hostedZone": "example.com"},
        "accessLogs": {"prefix": "web"},
        "webAcl": True,
    },
    "monitoring": {"alarms": {"cpu": 80, "latencyP99": False}, "email": ["a@example.com"]},
    "tags": {"Team": "web"},
    "protected": False,
}


def places(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


PLACES = [path for path in places(RICH) if path]
KEYS = sorted(
    {str(part) for path in PLACES for part in path}
    | {"health_check", "Port", "secure", "<<", "", "a b", "y", "80", "name", "zzz", "[key]", "names"}
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            " ",
            "/",
            "*",
            "-",
            "arn:",
            "arn:aws:s3:::x",
            "NO",
            "1e3",
            "10.0.0.0/8",
            "10.0.0.0/33",
            "a.b",
            "cron()",
            "rate(0 days)",
            "0-99",
            "2 GB",
            "{{x}}",
        ]
    ),
    st.sampled_from([0, 1, -1, 2, 5, 80, 256, 512, 5000, 65536, 10**30]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
CHANGES = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(["set", "delete", "add"]), st.sampled_from(KEYS), VALUES), min_size=1, max_size=5
)


def changed(changes):
    data = copy.deepcopy(RICH)
    for path, action, key, value in changes:
        node = data
        for part in path[:-1]:
            node = node[part] if _holds(node, part) else None
        last = path[-1]
        if action == "add" and isinstance(node, dict):
            node[key] = value
        elif action == "delete" and _holds(node, last):
            del node[last]
        elif _holds(node, last) or isinstance(node, dict):
            node[last] = value
    return data


def _holds(node, part) -> bool:
    return part in node if isinstance(node, dict) else isinstance(node, list) and isinstance(part, int) and part < len(node)


def _told(load: Callable[[], object]) -> SettingsError | None:
    try:
        load()
    except SettingsError as error:
        return error
    return None


def test_what_is_changed_is_valid_to_begin_with():
    validate(Stack, RICH)


@given(CHANGES)
def test_settings_are_valid_or_told_to_be_wrong_and_nothing_else_happens(changes):
    error = _told(lambda: validate(Stack, changed(changes)))
    assert error is None or error.faults
    assert all(line.isprintable() for line in str(error).splitlines())


@given(CHANGES)
def test_every_fault_of_a_file_has_a_place_within_it(changes):
    sections = changed(changes)
    text = "config:\n  aws:region: us-west-2\n" + "".join(
        f"  {json.dumps(f'fargate-web:{key}')}: {_written(value)}\n" for key, value in sections.items()
    )
    _check(text)


@given(
    st.text(st.sampled_from("config:\n fargate-web:services{}[],&*!|>'\"%@`#?-\tNOyes0123.~<é\x00\u2028"), max_size=80), st.integers(0, 300)
)
def test_any_text_within_a_file_is_valid_or_told_with_its_place(noise, at):
    text = "config:\n  aws:region: us-west-2\n  fargate-web:services:\n    web:\n      image: nginx\n      port: 80\n      environment: {A: b}\n"
    _check(text[:at] + noise + text[at:])


@given(st.binary(max_size=60).map(lambda content: content.replace(b"\r", b"")))
def test_any_bytes_are_valid_or_told_with_their_place(content):
    _check(b"config:\n  fargate-web:services: {web: {image: nginx}}\n" + content)


@pytest.mark.parametrize("depth", [50, 100, 1000])
def test_what_is_nested_without_end_is_told(depth):
    data = value = {}
    for _ in range(depth):
        value["image"] = value = {}
    with pytest.raises(SettingsError):
        validate(Stack, {"services": {"web": data}})


def _written(value) -> str:
    """Write a value as YAML on one line."""
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return ".nan"
    return yaml.safe_dump(value, default_flow_style=True, width=10**9, allow_unicode=False).removesuffix("\n").removesuffix("\n...")


def _check(content: str | bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Pulumi.dev.yaml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        error = _told(lambda: load_file(file, environ={}))
        lines = file.read_bytes().splitlines()
        for fault in error.faults if error else ():
            assert fault.file, fault
            assert 1 <= fault.line <= len(lines) + 1, fault
            assert 1 <= fault.column <= len([*lines, b""][fault.line - 1]) + 1, fault
