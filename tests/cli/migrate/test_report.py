"""Nothing is dropped in silence: every field changes the file or is told."""

import pytest
import yaml

from tests.cli.migrate.migrating import HEADS, run

_CHECK = {"command": ["CMD", "/ok"]}
_SUBNETS = {"public": [{"cidr": "10.0.0.0/24"}, {"cidr": "10.0.1.0/24"}], "private": [{"cidr": "10.0.2.0/24"}, {"cidr": "10.0.3.0/24"}]}
SAMPLES = {
    "lb": {
        "http": [False, {"path": "x"}],
        "http.alb": ["my-alb"],
        "http.healthcheck": [
            "/x",
            {"port": 1},
            {"path": "/x"},
            {"success_codes": "201"},
            {"healthy_threshold": 3},
            {"unhealthy_threshold": 3},
        ],
        "http.healthcheck.": [{"interval": "20s"}, {"timeout": "6s"}, {"grace_period": "5s"}],
        "http.deregistration_delay": ["1s"],
        "http.target_container": ["envoy"],
        "http.target_port": [1],
        "http.stickiness": [True],
        "http.allowed_source_ips": [["192.0.2.0/24"]],
        "http.alias": ["a.example.com"],
        "http.version": ["grpc"],
        "http.additional_rules": [[{"path": "x", "target_container": "y"}], [{"path": "x", "healthcheck": "/x"}]],
        "nlb": [{"port": 80}],
        "count.response_time": ["2s"],
        "count.requests": [10],
        "exec": [True],
        "network.vpc.placement": ["private", {"subnets": ["subnet-1"]}, {"subnets": {"from_tags": {"a": "b"}}}],
        "network.vpc.security_groups": [["sg-1"], {"groups": ["sg-1"]}, {"from_cfn": "x"}, [{"from_cfn": "x"}]],
        "deployment.rollback_alarms": [["a"], {"cpu_utilization": 70}],
        "deployment.rolling": ["recreate"],
        "publish.topics": [[{"name": "a"}], [{"name": "a", "fifo": True}]],
        "env_file": ["a.env"],
        "variables": [{"A": {"from_cfn": "x"}}],
        "secrets": [{"A": {"from_cfn": "x"}}, {"A": "/a"}],
        "platform": ["windows/x86_64", {"osfamily": "windows_server_2022_core", "architecture": "x86_64"}],
        "logging.env_file": ["a.env"],
        "logging.variables": [{"A": "a"}],
        "logging.secrets": [{"A": "/a"}],
        "logging.retention": [1],
        "storage.volumes": [{"a": {"path": "/a", "efs": True}}, {"a": {"path": "/a", "efs": {"id": {"from_cfn": "x"}}}}],
        "taskdef_overrides": [[{"path": "ContainerDefinitions[0].Interactive", "value": True}]],
        "sidecars": [{"a": {"image": "x/y:1", "env_file": "a.env"}}, {"a": {"image": {"build": "x"}}}],
        "nonsense": [1],
        "http.nonsense": [1],
        "image.nonsense": [1],
    },
    "worker": {
        "subscribe": [{"topics": [{"name": "a", "service": "b"}]}],
        "count.queue_delay": [{"acceptable_latency": "1m", "msg_processing_time": "1s"}],
        "http": [{"path": "/"}],
    },
    "job": {"retries": [3], "timeout": ["1h"], "count": [2], "exec": [True]},
    "env": {
        "network.vpc.security_group": [{"ingress": []}],
        "network.vpc.flow_logs": [True],
        "network.vpc.cidr": ["10.1.0.0/16"],
        "network.vpc.subnets": [_SUBNETS],
        "cdn": [True, {"certificate": "x"}],
        "http.public.ingress": [{"cdn": True}, {"source_ips": ["192.0.2.0/24"]}],
        "http.public.security_groups": [{"ingress": {}}],
        "http.public.ssl_policy": ["ELBSecurityPolicy-2016-08"],
        "http.public.access_logs": [True],
        "http.public.certificates": [["arn:aws:acm:us-west-2:123456789012:certificate/1"] * 2],
        "http.private": [{"subnets": ["subnet-1"]}],
        "observability.container_insights": [True],
        "nonsense": [1],
    },
}


def placed(path, value):
    for key in reversed([key for key in path.split(".") if key]):
        value = {key: value}
    return value


def over(base, change):
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    return {**base, **{key: over(base.get(key), value) for key, value in change.items()}}


def outcome_of(kind, change, folder):
    head = {"http": {"path": "/"}} if kind == "lb" else {}
    base = yaml.safe_load(HEADS["lb" if kind == "env" else kind]) | head
    if True in base:
        base["on"] = base.pop(True)
    if kind == "env":
        env = over({"name": "prod", "type": "Environment"}, change)
        return run(folder, yaml.safe_dump(base), env=yaml.safe_dump(env), environment="prod")
    return run(folder, yaml.safe_dump(over(base, change)), environment="prod")


def messages(outcome):
    return {kind: {fault.message for fault in faults} for kind, faults in outcome.report.faults_by_outcome.items()}


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [(kind, path, value) for kind, samples in SAMPLES.items() for path, values in samples.items() for value in values],
)
def test_every_field_changes_the_file_or_is_told(kind, path, value, tmp_path):
    without = outcome_of(kind, {}, tmp_path)
    with_it = outcome_of(kind, placed(path, value), tmp_path)
    assert with_it.config != without.config or messages(with_it) != messages(without)


def test_what_is_left_is_told_by_place_and_path(tmp_path):
    outcome = run(tmp_path, HEADS["job"] + "retries: 3\n")
    left = outcome.report.faults_by_outcome["left"][0]
    assert str(left).startswith(f"{tmp_path}/m0/manifest.yml:5:10: retries: a task that starts and fails is not started again here")


def test_a_misspelt_field_is_told_with_the_right_one(tmp_path):
    outcome = run(tmp_path, HEADS["lb"] + "http: {helthcheck: /}\n")
    assert outcome.told("left") == ["the documentation of Copilot has no such field here; did you mean healthcheck?"]


@pytest.mark.parametrize(
    ("http", "left"),
    [
        ("{path: a, additional_rules: [{path: b}]}", False),
        ("{path: a, additional_rules: [{path: b, target_port: 8080}]}", False),
        ("{path: a, additional_rules: [{path: b, target_port: 8081}]}", False),
        ("{path: a, target_port: 8083, additional_rules: [{path: b}]}", False),
        ("{path: a, additional_rules: [{path: b, allowed_source_ips: [192.0.2.0/24]}]}", False),
        ("{path: a, allowed_source_ips: [192.0.2.0/24], additional_rules: [{path: b, allowed_source_ips: [198.51.100.0/24]}]}", True),
        ("{path: a, additional_rules: [{path: b, redirect_to_https: false}]}", True),
    ],
)
def test_a_further_rule_is_left_only_if_it_admits_others_than_the_service(http, left, tmp_path):
    outcome = run(tmp_path, HEADS["lb"] + f"http: {http}\n")
    assert bool(outcome.told("left")) is left


def test_templates_beside_a_manifest_are_told(tmp_path):
    (tmp_path / "m0" / "addons").mkdir(parents=True)
    (tmp_path / "m0" / "overrides").mkdir()
    (tmp_path / "environments" / "addons").mkdir(parents=True)
    (tmp_path / "pipelines").mkdir()
    outcome = run(tmp_path, HEADS["backend"])
    assert len(outcome.told("left")) == 4


def test_what_addons_export_is_told_by_the_names_of_the_variables(tmp_path):
    addons = tmp_path / "m0" / "addons"
    addons.mkdir(parents=True)
    (addons / "db.yml").write_text("""\
Resources:
  Password: {Type: 'AWS::SecretsManager::Secret'}
  Access: {Type: 'AWS::IAM::ManagedPolicy'}
  Other: {Type: {a: b}}
Outputs:
  UsersDDBTableName: {Value: !Ref Table}
  DatabasePassword: {Value: !Ref Password}
  AccessPolicy: {Value: {Ref: Access}}
""")
    [told] = run(tmp_path, HEADS["backend"]).told("left")
    assert told.endswith(
        "write it here: USERS_DDB_TABLE_NAME under environment; DATABASE_PASSWORD under secrets; AccessPolicy as policies of roles.taskRole"
    )


def test_what_the_settings_refuse_is_told_and_the_file_is_there(tmp_path):
    outcome = run(tmp_path, HEADS["worker"] + "cpu: 256\nmemory: 8192\n")
    assert outcome.config
    assert outcome.told("refused")[0].startswith("services.orders.memory: ")
