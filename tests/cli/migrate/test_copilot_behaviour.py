"""What Copilot's templates do and a manifest doesn't show: it is carried over or reported."""

import json
import zlib

import pytest
from fargate_web.stack.load import load_file

from tests.cli.migrate.migrating import HEADS, run, service

WEB = "name: web\ntype: Load Balanced Web Service\nimage: {location: example.com/web:1, port: 8080}\n"


def test_text_of_variables_is_carried_letter_for_letter(tmp_path):
    manifest = (
        HEADS["worker"] + "variables: {A: True, B: 1.10, C: .5, D: 0x1F, E: 1_000, F: ~, G: , H: 'yes', I: on, J: 2024-01-01, K: '${V}'}\n"
    )
    outcome = run(tmp_path, manifest, shell_variables={"V": "1.20"})
    found = service(outcome)["environment"]
    expected = dict(zip("ABCDEFGHIJK", ["True", "1.10", ".5", "0x1F", "1_000", "", "", "yes", "on", "2024-01-01", "1.20"], strict=True))
    assert {name: found[name] for name in "ABCDEFGHIJK"} == expected
    path = tmp_path / "Pulumi.a.yaml"
    path.write_text(outcome.text, encoding="utf-8")
    loaded = load_file(path, environ={}).stack.services["orders"].environment
    assert {name: loaded[name] for name in "ABCDEFGHIJK"} == expected


def test_an_override_without_a_value_overrides_nothing(tmp_path):
    manifest = HEADS["worker"] + "variables: {A: a}\ncount: 3\nenvironments: {prod: {variables: {A: }, count: , memory: 1024}}\n"
    found = service(run(tmp_path, manifest, environment="prod"))
    assert (found["environment"]["A"], found["desiredCount"], found["memory"]) == ("a", 3, 1024)


def test_a_secret_that_is_overridden_by_another_kind_of_secret_is_replaced(tmp_path):
    manifest = HEADS["worker"] + "secrets: {A: {from_cfn: x}}\nenvironments: {prod: {secrets: {A: {secretsmanager: 'shop/a'}}}}\n"
    assert service(run(tmp_path, manifest, environment="prod"))["secrets"]["A"].endswith(":secret:shop/a")


def test_a_list_in_a_variable_of_the_shell_is_a_list(tmp_path):
    outcome = run(
        tmp_path, WEB + "http: {path: /, allowed_source_ips: '${IPS}'}\n", shell_variables={"IPS": '["192.0.2.0/24", "198.51.100.0/24"]'}
    )
    assert outcome.config["fargate-web:loadBalancer"]["allowedCidrBlocks"] == ["192.0.2.0/24", "198.51.100.0/24"]


def test_a_list_in_a_block_of_text_stays_text(tmp_path):
    outcome = run(tmp_path, HEADS["worker"] + 'variables:\n  LIST: |-\n    ["a", "b"]\n')
    assert service(outcome)["environment"]["LIST"] == '["a", "b"]'


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("secrets: {A: \"'arn:aws:secretsmanager:us-west-2:123456789012:secret:a-Yi6mvL'\"}", "secrets.A", "arn:aws:secretsmanager:us-west-2:123456789012:secret:a-Yi6mvL"),
        ("secrets: {A: {secretsmanager: \"'shop/a'\"}}", "secrets.A", "arn:aws:secretsmanager:us-west-2:123456789012:secret:shop/a"),
        ("command: [sh, -c, \"'exit'\"]", "command", ["sh", "-c", "exit"]),
        ("variables: {A: \"'a'\"}", "environment.A", "'a'"),
    ],
)  # fmt: skip
def test_quotes_inside_text_quote_it_in_the_template_of_copilot(said, key, value, tmp_path):
    found = service(run(tmp_path, HEADS["worker"] + said + "\n"))
    for step in key.split("."):
        found = found[step]
    assert found == value


@pytest.mark.parametrize("kind", ["lb", "backend"])
def test_service_connect_carries_tcp(kind, tmp_path):
    connect = service(run(tmp_path, HEADS[kind] + "http: {path: /}\nnetwork: {connect: true}\n"))["serviceConnect"]
    assert connect == {
        "discoveryName": f"{service(run(tmp_path, HEADS[kind]))['environment']['COPILOT_SERVICE_NAME']}-sc",
        "appProtocol": "tcp",
    }


def test_a_container_health_check_without_a_command_has_the_command_of_copilot(tmp_path):
    manifest = "name: a\ntype: Backend Service\nimage: {location: x/y:1, healthcheck: {retries: 3}}\nsidecars: {b: {image: x/z:1, healthcheck: {interval: 20s}}}\n"
    found = service(run(tmp_path, manifest))
    command = ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]
    assert found["containerHealthCheck"] == {"command": command, "interval": 10, "timeout": 5, "retries": 3, "startPeriod": 0}
    assert found["sidecars"]["b"]["healthCheck"] == {"command": command, "interval": 20, "timeout": 5, "retries": 2, "startPeriod": 0}


def test_a_job_has_its_health_check(tmp_path):
    found = service(
        run(
            tmp_path,
            "name: a\ntype: Scheduled Job\nimage: {location: x/y:1, healthcheck: {command: [CMD, /ok]}}\non: {schedule: '@daily'}\n",
        )
    )
    assert found["containerHealthCheck"]["command"] == ["CMD", "/ok"]


TOPICS = "publish: {topics: [{name: orders}, {name: a, fifo: false}, {name: b, fifo: {content_based_deduplication: false}}]}\n"


def test_topics_of_a_service_are_made_with_the_variable_of_copilot(tmp_path):
    outcome = run(tmp_path, HEADS["backend"] + TOPICS + "variables: {ORDERS_TOPIC_ARN: mine}\n", environment="prod")
    found = service(outcome)
    assert found["topics"] == {
        "orders": {"arnVariable": "ORDERS_TOPIC_ARN_2"},
        "a": True,
        "b": {"fifo": {"contentBasedDeduplication": False}},
    }
    assert found["topicArnsVariable"] == "COPILOT_SNS_TOPIC_ARNS"
    assert "roles" not in found
    assert "COPILOT_SNS_TOPIC_ARNS" not in found["environment"]
    assert outcome.told("left") == []


def test_two_topics_of_one_name_get_two(tmp_path):
    outcome = run(tmp_path, HEADS["backend"] + "publish: {topics: [{name: orders}, {name: orders, fifo: true}]}\n")
    assert service(outcome)["topics"] == {"orders": True, "orders-fifo": {"fifo": True}}
    assert any("two topics can't share a name here: orders.fifo is orders-fifo" in told for told in outcome.told("differently"))


def test_topics_of_a_job_have_the_names_of_copilot(tmp_path):
    head = "name: api\ntype: Scheduled Job\nimage: {location: x/y:1}\non: {schedule: '@daily'}\n"
    found = service(run(tmp_path, head + TOPICS, environment="prod"))
    prefix = "arn:aws:sns:us-west-2:123456789012:shop-prod-api-"
    arns = {name: prefix + name for name in ("orders", "a", "b.fifo")}
    assert json.loads(found["environment"]["COPILOT_SNS_TOPIC_ARNS"]) == arns
    assert found["roles"]["taskRole"]["statements"][0]["resources"] == list(arns.values())


def test_a_worker_without_subscriptions_has_its_queue(tmp_path):
    outcome = run(tmp_path, HEADS["worker"])
    assert service(outcome)["queue"] == {"deadLetterQueue": False, "urlVariable": "COPILOT_QUEUE_URI"}
    assert outcome.told("left") == []


def test_the_queue_of_a_worker_has_its_periods_its_tries_and_its_subscriptions(tmp_path):
    manifest = HEADS["worker"] + (
        "subscribe:\n"
        "  queue: {timeout: 2m, retention: 1h30m, delay: 5s, dead_letter: {tries: 10}}\n"
        "  topics: [{name: sold, service: shop, filter_policy: {store: [vienna], price: [{numeric: ['>=', 100]}]}}, {name: lost, service: shop}]\n"
    )
    outcome = run(tmp_path, manifest, environment="prod")
    assert outcome.told("refused") == []
    topic = "arn:aws:sns:us-west-2:123456789012:shop-prod-shop-"
    assert service(outcome)["queue"] == {
        "visibilityTimeout": 120,
        "messageRetentionPeriod": 5400,
        "delay": 5,
        "deadLetterQueue": {"maxReceiveCount": 10},
        "urlVariable": "COPILOT_QUEUE_URI",
        "subscribe": [
            {"topicArn": f"{topic}sold", "filterPolicy": {"store": ["vienna"], "price": [{"numeric": [">=", 100]}]}},
            {"topicArn": f"{topic}lost"},
        ],
    }
    assert any(f"{topic}lost is Copilot's" in told for told in outcome.told("needs"))


@pytest.mark.parametrize(
    ("fifo", "converted"),
    [
        ("true", True),
        ("{content_based_deduplication: true}", {"contentBasedDeduplication": True}),
        ("{high_throughput: true}", {"deduplicationScope": "messageGroup", "throughputLimit": "perMessageGroupId"}),
        (
            "{deduplication_scope: messageGroup, throughput_limit: perQueue}",
            {"deduplicationScope": "messageGroup", "throughputLimit": "perQueue"},
        ),
    ],
)
def test_a_fifo_queue_subscribes_to_fifo_topics(fifo, converted, tmp_path):
    outcome = run(tmp_path, HEADS["worker"] + f"subscribe: {{queue: {{fifo: {fifo}}}, topics: [{{name: sold, service: shop}}]}}\n")
    queue = service(outcome)["queue"]
    assert outcome.told("refused") == []
    assert queue["fifo"] == converted
    assert queue["subscribe"][0]["topicArn"].endswith("-shop-sold.fifo")


def test_sidecars_without_the_url_of_the_queue_are_told(tmp_path):
    outcome = run(tmp_path, HEADS["worker"] + "sidecars: {agent: {image: x/agent:1}}\n")
    assert any("sidecars don't get the URL of the queue" in told for told in outcome.told("differently"))


def test_a_variable_of_the_manifest_has_precedence_over_that_of_copilot(tmp_path):
    outcome = run(tmp_path, HEADS["worker"] + "variables: {COPILOT_QUEUE_URI: mine, COPILOT_SERVICE_NAME: other}\n")
    environment = service(outcome)["environment"]
    assert (environment["COPILOT_QUEUE_URI"], environment["COPILOT_SERVICE_NAME"]) == ("mine", "other")
    assert service(outcome)["queue"]["urlVariable"] == "QUEUE_URL"


def test_queues_of_topics_have_their_variable_and_their_rights(tmp_path):
    topics = "[{name: new-Orders, service: a-b, queue: {timeout: 30s}}, {name: x, service: y, queue: true}, {name: f, service: y, queue: {fifo: true}}, {name: n, service: y}, {name: o, service: y, queue: false}]"
    manifest = (
        HEADS["worker"]
        + f"subscribe: {{topics: {topics}, queue: {{fifo: true}}}}\ncount: {{range: 1-2, queue_delay: {{acceptable_latency: 10s, msg_processing_time: 3s}}}}\n"
    )
    outcome = run(tmp_path, manifest)
    found = service(outcome)
    queues = json.loads(found["environment"]["COPILOT_TOPIC_QUEUE_URIS"])
    assert {key: url.rpartition("/")[2] for key, url in queues.items()} == {
        "abNewordersEventsQueue": "orders-a-b-new-Orders",
        "yXEventsQueue": "orders-y-x",
        "yFfifoEventsQueue": "orders-y-f.fifo",
    }
    [statement] = found["roles"]["taskRole"]["statements"]
    names = [url.rpartition("/")[2] for url in queues.values()]
    assert sorted(arn.rpartition(":")[2] for arn in statement["resources"]) == sorted(names)
    assert found["scaling"]["queue"]["messagesPerTask"] == 4
    assert any("by the queue of each topic" in told for told in outcome.told("left"))


@pytest.mark.parametrize(("start", "strategy"), [(3, ["FARGATE", "FARGATE_SPOT"]), (1, ["FARGATE_SPOT"])])
def test_tasks_run_on_spot_from_the_start_if_the_minimum_is_above_it(start, strategy, tmp_path):
    found = service(run(tmp_path, HEADS["worker"] + f"count: {{range: {{min: 2, max: 10, spot_from: {start}}}, cpu_percentage: 70}}\n"))
    assert [each["capacityProvider"] for each in found["capacityProviderStrategy"]] == strategy


@pytest.mark.parametrize(
    ("http", "port"),
    [
        ("{path: /, target_container: web, target_port: 8081}", 8081),
        ("{path: /, target_port: 8081}", 8081),
        ("{path: /, target_container: web}", 8080),
    ],
)
def test_requests_go_to_the_target_port_of_the_own_container(http, port, tmp_path):
    for manifest in (WEB + f"http: {http}\n", f"http: {http}\n" + WEB):
        outcome = run(tmp_path, manifest)
        assert service(outcome)["port"] == port
        assert any("can't call port 8080" in told for told in outcome.told("differently")) is (port != 8080)


@pytest.mark.parametrize(
    "http", ["target_container: nginx", "targetContainer: nginx", "target_port: 80", "target_container: nginx, target_port: 80"]
)
def test_requests_go_to_the_port_of_the_sidecar_that_is_the_target(http, tmp_path):
    manifest = WEB + f"http: {{path: /, {http}}}\nsidecars: {{nginx: {{image: x/nginx:1, port: 80/tcp}}}}\nnetwork: {{connect: true}}\n"
    outcome = run(tmp_path, manifest)
    assert outcome.told("refused") == outcome.told("left") == []
    assert (service(outcome)["image"], service(outcome)["port"], list(service(outcome)["sidecars"])) == ("example.com/web:1", 80, ["nginx"])
    assert "# the port of the sidecar nginx, which gets the requests" in outcome.text
    assert service(outcome)["targetContainer"] == "nginx"


def test_a_target_without_a_port_is_a_fault(tmp_path):
    outcome = run(tmp_path, WEB + "http: {path: /, target_container: nginx}\nsidecars: {nginx: {image: x/nginx:1}}\n")
    assert outcome.told("fault") == ["the load balancer leads to this sidecar, which has no port"]


def test_a_container_may_wait_for_the_log_router(tmp_path):
    manifest = "name: a\ntype: Worker Service\nimage: {location: x/y:1, depends_on: {firelens_log_router: start}}\nlogging: {destination: {Name: cloudwatch}}\n"
    outcome = run(tmp_path, manifest)
    assert outcome.told("refused") == []
    assert service(outcome)["dependsOn"] == {"log_router": "START"}


def test_what_the_load_balancer_refuses_and_that_of_copilot_does_not_is_told(tmp_path):
    told = " ".join(run(tmp_path, WEB + "http: {path: /, alias: a.example.com}\n").told("differently"))
    assert "drops headers" in told
    assert "TLS 1.0 and 1.1" in told


def test_a_load_balancer_that_only_cloudfront_may_call_is_told(tmp_path):
    env = "name: test\ntype: Environment\nhttp: {public: {ingress: {cdn: true}}}\n"
    assert any("here everyone may" in told for told in run(tmp_path, WEB + "http: {path: /}\n", env=env).told("left"))


def test_settings_of_the_public_load_balancer_without_a_service_behind_it_are_told(tmp_path):
    env = "name: test\ntype: Environment\nhttp: {public: {ssl_policy: ELBSecurityPolicy-TLS13-1-2-2021-06}}\n"
    outcome = run(tmp_path, HEADS["backend"] + "http: {path: /}\n", env=env)
    assert any("behind the public load balancer" in told for told in outcome.told("left"))


def test_a_tls_policy_without_https_is_told(tmp_path):
    env = "name: test\ntype: Environment\nhttp: {public: {ssl_policy: ELBSecurityPolicy-TLS13-1-2-2021-06}}\n"
    outcome = run(tmp_path, WEB + "http: {path: /}\n", env=env)
    assert outcome.told("refused") == []
    assert any("there is no HTTPS" in told for told in outcome.told("left"))


def test_a_target_that_is_no_container_is_a_fault(tmp_path):
    assert run(tmp_path, WEB + "http: {path: /, target_container: envoy}\n").told("fault") == ["there is no sidecar envoy"]


@pytest.mark.parametrize(
    ("http", "paths", "told"),
    [
        ("{path: app, additional_rules: [{path: /}]}", None, ""),
        ("{path: app, additional_rules: [{path: /}, {path: b}]}", None, ""),
        ("{path: /, additional_rules: [{path: b}]}", None, ""),
        ("{path: a, healthcheck: /ok, additional_rules: [{path: b, healthcheck: /ok}]}", ["/a", "/a/*", "/b", "/b/*"], ""),
        ("{path: a, healthcheck: /ok, stickiness: true, additional_rules: [{path: b}]}", ["/a", "/a/*", "/b", "/b/*"], "Copilot's default healthcheck and stickiness"),
        ("{path: a, allowed_source_ips: [192.0.2.0/24], additional_rules: [{path: b}]}", ["/a", "/a/*"], "a service of its own"),
    ],
)  # fmt: skip
def test_the_paths_of_additional_rules_are_those_of_the_route(http, paths, told, tmp_path):
    outcome = run(tmp_path, WEB + f"http: {http}\n")
    assert (service(outcome).get("route") or {}).get("paths") == paths
    assert told in " ".join([*outcome.told("left"), *outcome.told("differently")])


def test_a_rule_for_some_clients_is_an_additional_route_that_compares_their_addresses(tmp_path):
    outcome = run(tmp_path, WEB + "http: {path: /, additional_rules: [{path: admin, allowed_source_ips: [192.0.2.7, 198.51.100.0/24]}]}\n")
    route = service(outcome)["additionalRoutes"]["admin"]
    assert (route["paths"], route["allowedCidrBlocks"]) == (["/admin", "/admin/*"], ["192.0.2.7/32", "198.51.100.0/24"])


def test_a_rule_for_more_clients_than_a_rule_can_compare_is_left(tmp_path):
    blocks = ", ".join(f"192.0.2.{number}" for number in range(4))
    outcome = run(tmp_path, WEB + f"http: {{path: /, additional_rules: [{{path: admin, allowed_source_ips: [{blocks}]}}]}}\n")
    assert "the rule would have 6 condition values, and AWS allows 5" in " ".join(outcome.told("left"))
    assert "additionalRoutes" not in service(outcome)


def test_a_rule_to_another_port_is_an_additional_route(tmp_path):
    rule = "{path: admin, target_port: 9090, healthcheck: /ok, alias: admin.example.com, version: http2}"
    outcome = run(tmp_path, WEB + f"http: {{path: a, alias: a.example.com, additional_rules: [{rule}]}}\n")
    check = {"path": "/ok", "matcher": "200", "interval": 30, "timeout": 5, "healthyThreshold": 5, "unhealthyThreshold": 2}
    assert service(outcome)["additionalRoutes"] == {
        "admin": {
            "port": 9090,
            "hosts": ["admin.example.com"],
            "paths": ["/admin", "/admin/*"],
            "healthCheck": check,
            "targetGroup": {"protocolVersion": "HTTP2", "deregistrationDelay": 60},
        }
    }
    assert outcome.config["fargate-web:loadBalancer"]["https"]["alternativeNames"] == ["admin.example.com"]
    assert outcome.told("left") == []


def test_rules_to_a_sidecar_or_with_another_host_are_additional_routes(tmp_path):
    rules = "[{path: /, target_container: nginx}, {path: /, alias: b.example.com}, {path: open, stickiness: true}]"
    manifest = WEB + f"http: {{path: a, additional_rules: {rules}}}\nsidecars: {{nginx: {{image: x/nginx:1, port: 80}}}}\n"
    outcome = run(tmp_path, manifest)
    routes = service(outcome)["additionalRoutes"]
    assert list(routes) == ["nginx", "b", "route-2"]
    assert (routes["nginx"]["port"], routes["nginx"]["targetContainer"]) == (80, "nginx")
    assert routes["b"]["hosts"] == ["b.example.com"]
    assert routes["route-2"]["targetGroup"] == {"deregistrationDelay": 60, "stickiness": True}
    assert not any("localhost" in told for told in outcome.told("differently"))


def test_rules_that_ecs_has_no_target_groups_for_are_left(tmp_path):
    rules = ", ".join(f"{{path: p{number}, target_port: {9000 + number}}}" for number in range(5))
    outcome = run(tmp_path, WEB + f"http: {{path: a, additional_rules: [{rules}]}}\n")
    assert list(service(outcome)["additionalRoutes"]) == ["p0", "p1", "p2", "p3"]
    assert ["ECS takes 5 target groups" in told for told in outcome.told("left")] == [True]


@pytest.mark.parametrize(("port", "is_reported"), [(8080, False), (9000, True)])
def test_a_health_check_on_the_port_of_the_requests_is_no_matter(port, is_reported, tmp_path):
    assert bool(run(tmp_path, WEB + f"http: {{path: /, healthcheck: {{path: /h, port: {port}}}}}\n").told("left")) is is_reported


@pytest.mark.parametrize(
    ("service_ips", "environment_ips", "admitted", "said"),
    [
        ("[0.0.0.0/0]", "[10.0.0.0/8]", ["10.0.0.0/8"], "as in Copilot"),
        ("[10.1.0.0/16, 192.0.2.0/24]", "[10.0.0.0/8]", ["10.1.0.0/16"], "as in Copilot"),
        ("[192.0.2.0/24]", "[10.0.0.0/8]", ["10.0.0.0/8"], "nobody is admitted"),
    ],
)
def test_the_addresses_of_the_service_and_of_the_environment_both_hold(service_ips, environment_ips, admitted, said, tmp_path):
    env = f"name: test\ntype: Environment\nhttp: {{public: {{ingress: {{source_ips: {environment_ips}}}}}}}\n"
    outcome = run(tmp_path, WEB + f"http: {{path: /, allowed_source_ips: {service_ips}}}\n", env=env)
    assert outcome.config["fargate-web:loadBalancer"]["allowedCidrBlocks"] == admitted
    assert said in " ".join([*outcome.told("left"), *outcome.told("differently")])


def test_the_internal_name_of_a_backend_is_told_and_written_if_services_share_the_load_balancer(tmp_path):
    manifest = HEADS["backend"] + "http: {path: /}\n"
    outcome = run(tmp_path, manifest, environment="test")
    assert "http://api.test.shop.internal" in outcome.told("needs")[0]
    assert "route" not in service(outcome)
    outcome = run(tmp_path, manifest, manifest.replace("api", "users"), environment="test")
    assert outcome.told("refused") == []
    services = outcome.config["fargate-web:services"]
    assert {name: each["route"] for name, each in services.items()} == {
        name: {"hosts": [f"{name}.test.shop.internal"]} for name in ("api", "users")
    }


@pytest.mark.parametrize(
    "private", ["{ingress: {vpc: true}}", "{security_groups: {ingress: {from_vpc: true}}}", "{subnets: [subnet-1111]}"]
)
def test_who_may_call_the_internal_load_balancer_is_told_unless_it_is_the_vpc(private, tmp_path):
    env = f"name: test\ntype: Environment\nhttp: {{private: {private}}}\n"
    outcome = run(tmp_path, HEADS["backend"] + "http: {path: /}\n", env=env)
    assert any("the whole VPC" in told for told in outcome.told("differently")) is ("true" not in private)


def test_a_backend_whose_route_is_left_out_is_told_with_its_internal_name(tmp_path):
    outcome = run(tmp_path, HEADS["backend"] + "http: {path: /}\n", WEB + "http: {path: /}\n", environment="test")
    assert any("http://api.test.shop.internal" in told for told in outcome.told("left"))


def test_the_name_in_the_domain_of_the_application_is_told_or_written(tmp_path):
    manifest = WEB + "http: {path: /}\n"
    outcome = run(tmp_path, manifest, environment="test")
    assert any(
        "https://web.test.shop.<domain>: convert with fargate-web migrate copilot --domain" in told for told in outcome.told("differently")
    )
    outcome = run(tmp_path, manifest, environment="test", domain="example.com")
    assert service(outcome)["route"] == {"hosts": ["web.test.shop.example.com"]}
    assert outcome.config["fargate-web:loadBalancer"]["https"]["domainName"] == "web.test.shop.example.com"
    assert outcome.told("refused") == []


def test_a_file_system_of_copilot_is_told_with_its_folder_and_owner(tmp_path):
    outcome = run(
        tmp_path, HEADS["worker"] + "storage: {volumes: {a: {path: /a, efs: true}, b: {path: /b, efs: {uid: 1000, gid: 1001}}}}\n"
    )
    checksum = zlib.crc32(b"orders")
    assert any(f"the folder /orders and user {checksum}, group {checksum}" in told for told in outcome.told("needs"))
    assert any("user 1000, group 1001" in told for told in outcome.told("needs"))


def test_the_port_of_a_sidecar_is_told_unless_it_gets_the_requests(tmp_path):
    outcome = run(
        tmp_path, WEB + "http: {path: /, target_container: a}\nsidecars: {a: {image: x/a:1, port: 80}, b: {image: x/b:1, port: 90/tcp}}\n"
    )
    told = [fault for fault in outcome.report.faults_by_outcome["differently"] if "on localhost" in fault.message]
    assert [fault.path for fault in told] == [("sidecars", "b", "port")]


@pytest.mark.parametrize(("said", "value"), [("true", True), ("false", False), ("{enable: true}", True)])
def test_exec_is_a_boolean_or_a_map(said, value, tmp_path):
    assert service(run(tmp_path, HEADS["worker"] + f"exec: {said}\n"))["enableExecuteCommand"] is value


@pytest.mark.parametrize(
    ("schedule", "is_told"),
    [("0 9 */3 * *", True), ("0 9 * * */2", True), ("0 9 * * 1-5/2", True), ("*/15 */2 * * 1-5", False), ("cron(0 9 */3 * ? *)", False)],
)
def test_steps_of_days_that_copilot_drops_are_told(schedule, is_told, tmp_path):
    outcome = run(tmp_path, HEADS["job"].replace("@daily", schedule))
    assert any("means in cron" in told for told in outcome.told("differently")) is is_told


def test_a_site_beside_services_is_told_and_the_services_are_converted(tmp_path):
    outcome = run(tmp_path, HEADS["worker"], "name: site\ntype: Static Site\nfiles: [{source: dist}]\n")
    assert list(outcome.config["fargate-web:services"]) == ["orders"]
    assert any("a Static Site is S3 and CloudFront" in told for told in outcome.told("left"))


def test_names_that_are_not_known_are_asked_for(tmp_path):
    outcome = run(tmp_path, HEADS["worker"], application=None)
    assert any("give --app and --environment" in told for told in outcome.told("needs"))


def test_the_name_of_a_load_balanced_service_that_is_converted_alone_is_told(tmp_path):
    told = "web.test.shop.local is not created, because no caller is converted with it"
    alone = run(tmp_path, HEADS["lb"], environment="test")
    assert "serviceDiscovery" not in service(alone)
    assert any(text.startswith(told) for text in alone.told("differently"))
    together = run(tmp_path, HEADS["lb"], HEADS["backend"], environment="test")
    assert together.config["fargate-web:services"]["web"]["serviceDiscovery"] is True
    assert not any(text.startswith(told) for text in together.told("differently"))


def test_the_command_that_keeps_the_timeout_of_a_job_has_its_seconds(tmp_path):
    [told] = run(tmp_path, HEADS["job"] + "timeout: 1h30m\n").told("left")
    assert told.endswith('nothing stops a task that runs: let the command stop itself (command: [timeout, "5400", …])')


def test_a_worker_subscribes_by_name_to_services_that_are_converted_with_it(tmp_path):
    worker = HEADS["worker"] + (
        "subscribe: {topics: [{name: orders, service: api, filter_policy: {store: [vienna]}}, {name: lost, service: api}, {name: sold, service: shop}]}\n"
    )
    outcome = run(tmp_path, HEADS["backend"] + TOPICS, worker, environment="prod")
    assert outcome.config["fargate-web:services"]["orders"]["queue"]["subscribe"] == [
        {"service": "api", "topic": "orders", "filterPolicy": {"store": ["vienna"]}},
        {"topicArn": "arn:aws:sns:us-west-2:123456789012:shop-prod-api-lost"},
        {"topicArn": "arn:aws:sns:us-west-2:123456789012:shop-prod-shop-sold"},
    ]
    told = [message for message in outcome.told("needs") if "is Copilot's" in message]
    assert len(told) == 2
