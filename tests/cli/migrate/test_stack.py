"""What workloads share: the network, the load balancer, the cluster; the overrides of an environment; the order and look of the file."""

import pytest
import yaml
from fargate_web.stack.load import load_file

from tests.cli.migrate.migrating import HEADS, run, service


def section(outcome, name):
    return outcome.config.get(f"fargate-web:{name}")


def test_without_an_environments_manifest_the_network_is_as_copilot_makes_it(tmp_path):
    assert section(run(tmp_path, HEADS["lb"]), "network") == {"natGateways": "none", "flowLogs": False}


def test_tasks_in_private_subnets_have_nat_gateways(tmp_path):
    outcome = run(tmp_path, HEADS["lb"] + "network: {vpc: {placement: private}}\n")
    assert section(outcome, "network")["natGateways"] == "onePerAz"


def test_an_imported_vpc_is_used(tmp_path):
    env = """\
    name: prod
    type: Environment
    network: {vpc: {id: vpc-1234567890abcdef0, subnets: {public: [{id: subnet-1111}, {id: subnet-2222}], private: [{id: subnet-3333}]}}}
    """
    outcome = run(tmp_path, HEADS["lb"], env=env)
    assert outcome.told("refused") == []
    assert section(outcome, "network") == {
        "existing": {
            "vpc": {"id": "vpc-1234567890abcdef0"},
            "publicSubnets": [{"id": "subnet-1111"}, {"id": "subnet-2222"}],
            "privateSubnets": [{"id": "subnet-3333"}],
        }
    }


def test_a_configured_vpc_keeps_its_blocks_and_zones(tmp_path):
    env = """\
    name: qa
    type: Environment
    network:
      vpc:
        cidr: 10.0.0.0/16
        subnets:
          public: [{cidr: 10.0.0.0/24, az: us-west-2a}, {cidr: 10.0.1.0/24, az: us-west-2b}]
          private: [{cidr: 10.0.3.0/24, az: us-west-2a}, {cidr: 10.0.4.0/24, az: us-west-2b}]
        flow_logs: on
    """
    outcome = run(tmp_path, HEADS["lb"], env=env)
    assert outcome.told("refused") == []
    assert section(outcome, "network") == {
        "cidrBlock": "10.0.0.0/16",
        "availabilityZones": ["us-west-2a", "us-west-2b"],
        "natGateways": "none",
        "subnetCidrBlocks": {"public": ["10.0.0.0/24", "10.0.1.0/24"], "private": ["10.0.3.0/24", "10.0.4.0/24"]},
        "flowLogs": {"retentionInDays": 14},
    }


def test_the_load_balancer_is_as_the_environment_says(tmp_path):
    env = """\
    name: prod
    type: Environment
    http:
      public:
        certificates: ['arn:aws:acm:us-west-2:123456789012:certificate/13245665-0000-0000-0000-000000000000']
        access_logs: {bucket_name: my-bucket, prefix: /access-logs}
        ssl_policy: ELBSecurityPolicy-TLS13-1-2-2021-06
        ingress: {source_ips: [192.0.2.0/24]}
    observability: {container_insights: true}
    """
    outcome = run(tmp_path, HEADS["lb"] + "http: {path: /, alias: a.example.com, hosted_zone: Z1}\n", env=env)
    assert outcome.told("refused") == []
    assert section(outcome, "loadBalancer") == {
        "allowedCidrBlocks": ["192.0.2.0/24"],
        "https": {
            "domainName": "a.example.com",
            "certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/13245665-0000-0000-0000-000000000000",
            "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        },
        "accessLogs": {"bucket": "my-bucket", "prefix": "access-logs"},
        "deletionProtection": False,
    }
    assert section(outcome, "cluster") == {"containerInsights": "enabled"}
    assert outcome.told("needs") == []


def test_no_record_is_made_while_copilots_holds(tmp_path):
    outcome = run(tmp_path, HEADS["lb"] + "http: {path: /, alias: [a.example.com, b.example.com], hosted_zone: Z1}\n")
    https = section(outcome, "loadBalancer")["https"]
    assert https["domainName"] == "a.example.com"
    assert https["alternativeNames"] == ["b.example.com"]
    assert "hostedZone" not in https
    assert "--domain-name a.example.com --subject-alternative-names b.example.com" in outcome.told("needs")[0]


@pytest.mark.parametrize(("said", "is_reported"), [("", False), ("redirect_to_https: true, ", False), ("redirect_to_https: false, ", True)])
def test_port_80_redirects_and_a_manifest_that_says_otherwise_is_reported(said, is_reported, tmp_path):
    outcome = run(tmp_path, HEADS["lb"] + f"http: {{{said}path: /, alias: a.example.com}}\n")
    assert "http" not in section(outcome, "loadBalancer")
    assert outcome.told("refused") == []
    assert any("port 80 redirects" in told for told in outcome.told("left")) is is_reported


def test_addresses_are_admitted_by_the_load_balancer_where_all_services_agree_and_else_by_the_route(tmp_path):
    web = HEADS["lb"] + "http: {allowed_source_ips: [192.0.2.0/24]}\n"
    assert section(run(tmp_path, web), "loadBalancer")["allowedCidrBlocks"] == ["192.0.2.0/24"]
    outcome = run(tmp_path, web, HEADS["lb"].replace("web", "other") + "http: {path: other}\n")
    assert "allowedCidrBlocks" not in section(outcome, "loadBalancer")
    routes = {name: service["route"] for name, service in section(outcome, "services").items()}
    assert routes == {"web": {"allowedCidrBlocks": ["192.0.2.0/24"], "priority": 49_001}, "other": {"paths": ["/other", "/other/*"]}}
    assert outcome.told("refused") == []


def test_addresses_of_one_service_that_its_rule_can_not_hold_are_reported(tmp_path):
    sources = ", ".join(f"192.0.2.{number}/32" for number in range(4))
    web = HEADS["lb"] + f"http: {{path: shop, allowed_source_ips: [{sources}]}}\n"
    outcome = run(tmp_path, web, HEADS["lb"].replace("web", "other") + "http: {path: other}\n")
    assert any("6 condition values" in told for told in outcome.told("left"))


def test_a_backend_with_http_alone_has_an_internal_load_balancer(tmp_path):
    outcome = run(tmp_path, HEADS["backend"] + "http: {path: /}\n")
    assert outcome.told("refused") == outcome.told("left") == []
    assert section(outcome, "loadBalancer")["scheme"] == "internal"


def test_a_backend_with_http_beside_a_web_service_is_called_by_its_name(tmp_path):
    outcome = run(tmp_path, HEADS["backend"] + "http: {path: /}\ncount: {range: 1-2, requests: 5, cpu_percentage: 50}\n", HEADS["lb"])
    assert outcome.told("refused") == []
    assert any("a stack of its own" in told for told in outcome.told("left"))
    api = section(outcome, "services")["api"]
    assert api["route"] is False
    assert api["serviceDiscovery"] is True
    assert not {"healthCheck", "targetGroup"} & api.keys()


def test_workloads_may_call_each_other_by_the_names_of_copilot(tmp_path):
    outcome = run(tmp_path, *HEADS.values(), environment="prod")
    assert outcome.told("refused") == []
    assert section(outcome, "cluster")["namespace"] == {"name": "prod.shop.local", "type": "privateDns"}
    services = section(outcome, "services")
    assert services["api"]["allowFrom"] == ["web", "orders"]
    assert services["web"]["allowFrom"] == ["api", "orders"]
    assert "allowFrom" not in services["orders"]


def test_deny_default_lets_nobody_in(tmp_path):
    api = HEADS["backend"] + "network: {vpc: {security_groups: {deny_default: true}}}\n"
    outcome = run(tmp_path, api, HEADS["lb"] + "http: {path: /}\n")
    assert "allowFrom" not in section(outcome, "services")["api"]
    assert "allowFrom" not in section(outcome, "services")["web"]
    assert outcome.told("left") == []


def test_workers_and_jobs_alone_have_no_load_balancer(tmp_path):
    outcome = run(tmp_path, HEADS["worker"], HEADS["job"])
    assert section(outcome, "loadBalancer") is None
    assert "namespace" not in section(outcome, "cluster")


def test_overrides_are_merged_and_lists_replaced(tmp_path):
    manifest = HEADS["lb"] + (
        "http: {path: /, healthcheck: {path: /a, interval: 15s}, allowed_source_ips: [192.0.2.0/24]}\n"
        "variables: {A: 1, B: 2}\ncount: {range: 1-3, cpu_percentage: 50}\n"
        "environments: {prod: {http: {healthcheck: {interval: 20s}, allowed_source_ips: [198.51.100.0/24]}, variables: {B: 3}, count: {spot: 2}}}\n"
    )
    outcome = run(tmp_path, manifest, environment="prod")
    found = service(outcome)
    assert (found["healthCheck"]["path"], found["healthCheck"]["interval"]) == ("/a", 20)
    assert section(outcome, "loadBalancer")["allowedCidrBlocks"] == ["198.51.100.0/24"]
    assert (found["environment"]["A"], found["environment"]["B"]) == ("1", "3")
    assert found["desiredCount"] == 2
    assert "scaling" not in found


def test_a_location_that_overrides_a_build_takes_its_place(tmp_path):
    manifest = "name: web\ntype: Worker Service\nimage: {build: Dockerfile}\nenvironments: {prod: {image: {location: example.com/web:1}}}\n"
    assert service(run(tmp_path, manifest, environment="prod"))["image"] == "example.com/web:1"


def test_overrides_that_nobody_chose_are_told(tmp_path):
    outcome = run(tmp_path, HEADS["worker"] + "environments: {prod: {count: 2}}\n")
    assert "these overrides are left out; write --environment with one of prod" in outcome.told("left")
    outcome = run(tmp_path, HEADS["worker"] + "environments: {prod: {count: 2}}\n", environment="prd")
    assert any("no overrides for prd among prod" in told for told in outcome.told("differently"))


def test_the_environments_manifest_names_the_environment(tmp_path):
    outcome = run(tmp_path, HEADS["worker"] + "environments: {qa: {count: 7}}\n", env="name: qa\ntype: Environment\n")
    assert service(outcome)["desiredCount"] == 7


def test_variables_are_put_in(tmp_path):
    manifest = HEADS["worker"] + (
        "variables: {A: '${COPILOT_APPLICATION_NAME}/${COPILOT_ENVIRONMENT_NAME}', B: '${TAG}', C: '\\${TAG}', D: '${GONE}'}\n"
    )
    outcome = run(tmp_path, manifest, environment="prod", shell_variables={"TAG": "1.2"})
    found = service(outcome)["environment"]
    assert {name: found[name] for name in "ABCD"} == {"A": "shop/prod", "B": "1.2", "C": "${TAG}", "D": "${GONE}"}
    assert any("${TAG}" in told for told in outcome.told("differently"))
    assert any("${GONE}" in told for told in outcome.told("needs"))


def test_the_application_is_found_in_the_workspace(tmp_path):
    (tmp_path / ".workspace").write_text("application: found\n")
    assert service(run(tmp_path, HEADS["worker"], application=None))["environment"]["COPILOT_APPLICATION_NAME"] == "found"


def test_keys_stand_in_the_order_of_the_reference(tmp_path):
    manifest = "network: {vpc: {placement: private}}\ncount: 2\nmemory: 1024\ncpu: 512\n" + HEADS["lb"]
    found = service(run(tmp_path, manifest))
    order = ["image", "environment", "cpu", "memory", "subnets", "logs", "port", "desiredCount", "targetGroup", "healthCheck"]
    assert list(found) == order


@pytest.mark.parametrize(
    "text", ["on", "0x1F", "1e3", "12:30:45", "a: b", "- a", "#a", "x\ty", "ü", "", " a ", "'", '"', "*a", "a,b]", "null"]
)
def test_any_text_is_read_back_as_it_was(text, tmp_path):
    manifest = HEADS["worker"] + yaml.safe_dump({"command": [text, "x" * 130], "entrypoint": [text], "variables": {"A": text}})
    outcome = run(tmp_path, manifest)
    path = tmp_path / "Pulumi.a.yaml"
    path.write_text(outcome.text, encoding="utf-8")
    loaded = load_file(path, environ={}).stack.services["orders"]
    assert (loaded.command, loaded.entry_point, loaded.environment["A"]) == ([text, "x" * 130], [text], text)


VPC_WITHOUT_PRIVATE_SUBNETS = """\
name: prod
type: Environment
network: {vpc: {id: vpc-1234567890abcdef0, subnets: {public: [{id: subnet-1111}, {id: subnet-2222}]}}}
"""


def test_a_vpc_without_private_subnets_holds_tasks_in_public_ones(tmp_path):
    outcome = run(tmp_path, HEADS["lb"], env=VPC_WITHOUT_PRIVATE_SUBNETS)
    assert outcome.told("refused") == outcome.told("needs") == []
    existing = {"vpc": {"id": "vpc-1234567890abcdef0"}, "publicSubnets": [{"id": "subnet-1111"}, {"id": "subnet-2222"}]}
    assert section(outcome, "network") == {"existing": existing}
    assert service(outcome)["subnets"] == "public"


def test_a_vpc_without_private_subnets_asks_for_them_if_tasks_are_private(tmp_path):
    manifest = HEADS["lb"] + "network: {vpc: {placement: private}}\n"
    outcome = run(tmp_path, manifest, env=VPC_WITHOUT_PRIVATE_SUBNETS)
    [refused] = outcome.told("refused")
    assert "the network has no private subnets" in refused
    assert "privateSubnets: [{id: subnet-…}]" in refused


def test_the_internal_load_balancer_is_as_the_environment_says(tmp_path):
    env = """\
    name: prod
    type: Environment
    http:
      private:
        certificates: ['arn:aws:acm:us-west-2:123456789012:certificate/13245665-0000-0000-0000-000000000000']
        subnets: [subnet-1111]
        ssl_policy: ELBSecurityPolicy-TLS13-1-2-2021-06
    """
    outcome = run(tmp_path, HEADS["backend"] + "http: {path: /, alias: api.example.com}\n", env=env)
    assert outcome.told("refused") == outcome.told("left") == []
    balancer = section(outcome, "loadBalancer")
    assert balancer["scheme"] == "internal"
    assert balancer["https"]["certificateArn"].endswith("/13245665-0000-0000-0000-000000000000")
    assert any("all private subnets" in told for told in outcome.told("differently"))


def test_what_the_environment_says_of_a_load_balancer_that_there_is_not_is_told(tmp_path):
    env = "name: prod\ntype: Environment\nhttp: {public: {access_logs: true}}\n"
    outcome = run(tmp_path, HEADS["worker"], env=env)
    assert section(outcome, "loadBalancer") is None
    assert any("no service of this stack is behind a load balancer" in told for told in outcome.told("left"))


def test_two_environments_are_two_stacks(tmp_path):
    env = "name: prod\ntype: Environment\n"
    outcome = run(tmp_path, HEADS["worker"], env, env=env)
    assert outcome.told("fault") == ["a stack is one environment; convert each with its own command"]
