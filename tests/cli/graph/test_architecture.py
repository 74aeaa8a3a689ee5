"""`fargate-web graph`: the model of an architecture, and its flowchart."""

import re

import pytest
from fargate_web.settings.service import Service
from fargate_web_cli.graph.architecture import build_architecture
from fargate_web_cli.graph.mermaid import format_label, render_flowchart
from fargate_web_cli.graph.summaries import describe_network_clients, describe_queue, describe_traffic, find_queue_name
from fargate_web_cli.project import stack_preview

from tests.cli.graph.graphs import ROOT, STACKS, previewed, seen
from tests.cli.preview.taking import taken
from tests.cli.preview.test_preview import FAULTY, plain_and_at_home, said, stack_file

__all__ = ["plain_and_at_home", "stack_file"]

PAGE = ROOT / "docs" / "graph.md"


@pytest.fixture(autouse=True)
def _each_stack_once(monkeypatch):
    monkeypatch.setattr(stack_preview, "preview_stack", taken)


def test_the_model_tells_users_load_balancer_rules_services_scaling_and_data_tiers():
    prod = seen("prod")
    assert [str(listener) for listener in prod.load_balancer.listeners] == ["HTTPS 443 → rules", "HTTP 80 → HTTPS 443"]
    assert (prod.load_balancer.clients, prod.load_balancer.web_acl) == (("the internet",), "AWS WAF, 4 rule groups")
    api, web = prod.services
    assert [(rule.priority, rule.conditions) for rule in api.rules] == [(9804, ("host api.example.com", "path /v1/*"))]
    assert (web.short_image, web.size, web.scaling.task_range) == ("web@9f86d081", "0.5 vCPU, 1 GB, ARM64", "3–12 tasks")
    assert web.scaling.policies == ("CPU at 60 %", "1500 requests a task and minute")
    assert [tier.tier for tier in prod.network.tiers] == ["public", "private", "isolated"]
    assert [facility.kind for facility in prod.shared_resources] == ["cluster", "encryption", "egress", "endpoints", "monitoring"]


def test_a_network_load_balancer_tells_who_comes_on_which_ports():
    image, listeners = "example.com/feed:1", [{"port": 443, "protocol": "TLS"}, {"port": 53, "protocol": "UDP"}]
    certificate = {"certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/5e6f"}
    open_to_all = Service.model_validate({"image": image, "networkLoadBalancer": {"listeners": listeners, **certificate}})
    assert [*describe_network_clients(open_to_all)] == ["the internet by TLS 443 and UDP 53"]
    assert describe_traffic(open_to_all) == "its own Network Load Balancer"
    internal = {"listeners": listeners[1:], "scheme": "internal"}
    assert [*describe_network_clients(Service.model_validate({"image": image, "networkLoadBalancer": internal}))] == ["the VPC by UDP 53"]


def test_services_stand_in_the_order_in_which_the_load_balancer_tries_their_rules():
    first = [service.rules[0].priority for service in build_architecture(previewed("many")).services]
    assert first == sorted(first)
    assert len(first) == 10
    assert seen("prod").services[0].name == "api"


def test_priorities_and_blocks_are_those_that_the_program_registers():
    run = previewed("prod").preview_run
    registered = {rule.name: rule.inputs["priority"] for rule in run.find_all("aws:lb/listenerRule:ListenerRule")}
    assert {rule.service: rule.priority for service in seen("prod").services for rule in service.rules} == registered
    # awsx takes the blocks of each tier as a list.
    given = {spec["type"].lower(): spec["cidrBlocks"] for spec in run.find_one("awsx:ec2:Vpc").inputs["subnetSpecs"]}
    assert {tier.tier: [subnet.title for subnet in tier.subnets] for tier in seen("prod").network.tiers} == given


def test_nat_gateways_stand_in_public_subnets_one_or_one_a_zone():
    def gateways(name: str) -> list[bool]:
        return ["NAT gateway" in subnet.contents for tier in seen(name).network.tiers for subnet in tier.subnets]

    assert gateways("prod") == [True] * 3 + [False] * 6
    assert gateways("jupiter") == [True, False] + [False] * 4
    assert not any(gateways("workers"))


def test_a_stack_of_workers_has_neither_users_nor_a_load_balancer():
    workers = seen("workers")
    assert workers.load_balancer is None
    assert [(service.name, service.tier, service.rules) for service in workers.services] == [
        ("queue", "private", ()),
        ("cron", "isolated", ()),
    ]
    assert "users" not in render_flowchart(workers)
    assert "balancer" not in render_flowchart(workers)
    assert "without a load balancer" in workers.summary


def test_a_network_that_exists_is_drawn_with_its_own_names_and_no_ways_out():
    network = seen("prod-e").network
    assert (network.title, network.existing) == ("VPC main-vpc", True)
    assert [subnet.title for tier in network.tiers for subnet in tier.subnets] == [
        "public-subnet-a",
        "public-subnet-b",
        "private-subnet-a",
        "private-subnet-b",
    ]
    assert {facility.kind for facility in seen("prod-e").shared_resources} == {"cluster", "monitoring"}


def test_a_load_balancer_that_exists_stands_outside_the_vpc():
    chart = render_flowchart(seen("hostile"))
    assert chart.index("balancer{{") < chart.index("subgraph vpc")


def test_a_namespace_is_drawn_as_discovery():
    assert [facility.title for facility in seen("workers").shared_resources if facility.kind == "discovery"] == ["Namespace internal"]
    assert "discovery_Namespace_internal" in render_flowchart(seen("workers"))


def test_the_model_tells_who_calls_whom_and_under_which_name():
    services = {service.name: service for service in seen("calls").services}
    assert services["orders"].callers == ("web", "payments")
    assert (services["payments"].callers, services["payments"].other_callers) == (("orders", "web"), ("10.1.0.0/16",))
    assert services["catalogue"].other_callers == ("security group sg-0123456789abcdef0",)
    assert services["orders"].discovery_names == ("Service Connect: orders:8000",)
    assert services["mailer"].discovery_names == ("Service Connect: calls others",)
    assert services["search"].discovery_names == ("service discovery: search",)
    assert services["web"].callers == services["mailer"].callers == ()


def test_the_model_tells_queues_migrations_sidecars_and_file_systems():
    services = {service.name: service for service in seen("calls").services}
    assert [name for name, service in services.items() if service.queue_name] == ["mailer"]
    assert (services["mailer"].queue_name, services["mailer"].scaling.policies) == ("mails", ("20 waiting messages a task",))
    assert services["web"].migration == "migrate --all"
    assert (services["web"].sidecars, services["payments"].sidecars) == (("proxy", "warm-up"), ("aws-otel-collector",))
    assert [(each.title, each.facts) for each in services["web"].file_systems] == [
        ("fs-0123456789abcdef0", ("/a",)),
        ("fs-0123456789abcdef1", ("/b, to read only",)),
    ]


def test_scheduled_tasks_tell_when_they_start():
    schedules = {task.name: (task.tier, task.schedule) for task in seen("calls").scheduled_tasks}
    assert schedules == {
        "reindex": ("private", ("rate(1 hour)",)),
        "cleanup": ("public", ("cron(30 2 * * ? *)", "Europe/Vienna", "2 tasks each time", "turned off: starts nothing")),
    }
    assert seen("nightly").summary == "1 scheduled task, in a VPC, us-east-1"
    assert seen("kinds-of-work").summary == "2 services, 1 of them behind a load balancer, 1 scheduled task, in a VPC, us-west-2"


def test_repositories_are_shared():
    [found] = [facility for facility in seen("calls").shared_resources if facility.kind == "repositories"]
    assert (found.title, found.facts) == ("ECR repositories", ("shop/web: the newest 100 images", "shop/worker: the newest 30 images"))


def test_the_flowchart_has_arrows_from_schedules_migrations_and_callers_and_to_files():
    chart = render_flowchart(seen("calls"))
    for arrow in (
        *("service_web --> service_orders", "service_payments --> service_orders", "service_orders --> service_payments"),
        *("queue_mailer --> service_mailer", "schedule_cleanup --> task_cleanup", "migration_web -.-> service_web"),
        *("service_web -.-> files_fs_0123456789abcdef1", "task_reindex -.-> files_fs_0123456789abcdef0"),
    ):
        assert chart.count(f"  {arrow}\n") == 1
    assert "service_orders --> service_web" not in chart
    # Two tasks see one file system.
    assert chart.count("files_fs_0123456789abcdef0[(") == 1
    assert "starters" not in render_flowchart(seen("prod"))


@pytest.mark.parametrize("name", STACKS)
def test_the_flowchart_has_every_service_rule_and_scaling_and_no_id_twice(name):
    chart = render_flowchart(seen(name))
    nodes = re.findall(r"^ +(\w+)[\[({>]", chart, re.MULTILINE)
    assert len(nodes) == len(set(nodes))
    for service in seen(name).services:
        assert f'["{service.name}<br/>' in chart
        arrows = len(service.rules) + len(service.callers) + bool(service.queue_name)
        assert chart.count(f"--> service_{service.name.replace('-', '_')}\n") == arrows
    assert len(re.findall(r"^ +scaling_\w+\(", chart, re.MULTILINE)) == sum(service.scaling is not None for service in seen(name).services)


@pytest.mark.parametrize("name", STACKS)
def test_the_flowchart_is_well_formed(name):
    lines = render_flowchart(seen(name)).splitlines()
    assert lines[0] == "flowchart LR"
    assert sum(line.strip().startswith("subgraph ") for line in lines) == sum(line.strip() == "end" for line in lines)
    known = {found for line in lines for found in re.findall(r"^ +(?:subgraph )?(\w+)[\[({]", line)}
    arrows = [re.fullmatch(r" +(\w+) (?:-->|-\.->|-\.-) (\w+)", line) for line in lines if re.search(r"^ +\w+ -", line)]
    assert all(arrow and {arrow[1], arrow[2]} <= known for arrow in arrows)
    assert all(line.count('"') in (0, 2) for line in lines)


def test_a_label_holds_nothing_that_means_something_to_mermaid_or_html():
    assert format_label('a "b" <c> & `d` #e; {f} [g] |h|\n', "") == (
        '"a #34;b#34; #60;c#62; #38; #96;d#96; #35;e#59; #123;f#125; #91;g#93; #124;h#124; "'
    )
    assert set(re.findall(r"<[^>]*>", render_flowchart(seen("hostile")))) == {"<br/>"}


def test_the_command_writes_mermaid_unless_told_otherwise():
    answer = said("graph", "--stack", "prod")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out == render_flowchart(seen("prod"))


@pytest.mark.parametrize("form", ["mermaid", "svg", "html"])
def test_the_command_writes_a_file_and_nothing_else(form, tmp_path):
    answer = said("graph", "--config-file", "examples/jupiter.yaml", "--format", form, "-o", tmp_path / "out")
    assert answer == (0, "", "")
    assert "jupiter" in (tmp_path / "out").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_told_in_a_line(tmp_path):
    answer = said("graph", "--config-file", "examples/jupiter.yaml", "-o", tmp_path / "none" / "out")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == f"{tmp_path / 'none' / 'out'} can't be written: No such file or directory\n"


def test_faults_of_the_stack_file_are_told_as_everywhere(stack_file):
    answer = said("graph", "--config-file", stack_file(FAULTY))
    assert (answer.status, answer.out) == (1, "")
    assert "2 faults in" in answer.err


def test_a_stack_of_repositories_has_no_picture(stack_file):
    answer = said("graph", "--config-file", stack_file("config:\n  aws:region: us-west-2\n  fargate-web:repositories: {web: {}}\n"))
    assert answer == (1, "", "There is nothing to draw: the stack has only repositories.\n")


def test_the_help_tells_the_formats(capsys):
    with pytest.raises(SystemExit):
        said("graph", "--help")
    with pytest.raises(SystemExit) as stopped:
        said("graph", "--format", "png")
    assert stopped.value.code == 2


def test_the_page_of_the_documentation_shows_what_the_command_writes():
    [block] = re.findall(r"```mermaid\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block == render_flowchart(seen("jupiter")), "run fargate-web graph --config-file examples/jupiter.yaml and put it in"


@pytest.mark.parametrize(
    ("settings", "name", "facts"),
    [
        ({}, "", ()),
        ({"queue": True}, "orders-queue", ("dead letters after 5 tries",)),
        (
            {
                "queue": {
                    "fifo": True,
                    "deadLetterQueue": False,
                    "subscribe": [{"topicArn": "arn:aws:sns:us-west-2:123456789012:sold.fifo"}],
                },
                "names": {"queue": "orders.fifo"},
            },
            "orders.fifo",
            ("FIFO", "messages of sold.fifo"),
        ),
        ({"scaling": {"minCapacity": 1, "maxCapacity": 2, "queue": {"queueName": "mails", "messagesPerTask": 1}}}, "mails", ()),
    ],
)
def test_the_queue_of_a_service_has_its_name_and_its_facts(settings, name, facts):
    service = Service.model_validate({"image": "nginx", **settings})
    assert (find_queue_name("orders", service), tuple(describe_queue(service.queue))) == (name, facts)
