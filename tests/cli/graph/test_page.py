"""The page of a stack: one file, well-formed, that asks nobody for anything and shows no secret."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser

import pytest
from fargate_web.settings.stack import Stack
from fargate_web.stack.load import load_file
from fargate_web_cli.graph.assets import read_asset
from fargate_web_cli.graph.markup import Markup, build_element, escape_text, render_prose
from fargate_web_cli.graph.page import render_html
from fargate_web_cli.graph.sections.checks import build_settings_id, render_checks
from fargate_web_cli.graph.sections.cost import format_total, render_cost
from fargate_web_cli.graph.sections.resources import UNKNOWN_TEXT
from fargate_web_cli.graph.sections.settings import list_settings

from tests.cli.graph.graphs import ROOT, STACKS, page, previewed, seen

ALL = pytest.mark.parametrize("name", [name for name in STACKS if name != "many"])  # a page of two megabytes takes a while to read
VOID = {"meta", "link", "input", "br"}
ESTIMATE = {
    "region": "us-west-2",
    "prices": {"date": "2026-10-06"},
    "monthly": {"minimum": 281.6, "desired": 281.6, "maximum": 1189.9},
    "byService": {"<web>": {"minimum": 44.75, "desired": 44.75, "maximum": 174.51}},
    "byKind": {"Fargate": {"minimum": 129.76, "desired": 129.76, "maximum": 1038.06}},
    "notes": ["List prices."],
    "leftOut": ["logs (set --log-gb)"],
}


class Reader(HTMLParser):
    """Reads a page, and insists that what opens is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._said: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []
        self.words = "".join(self._said)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs), attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        # The parser reads <br/> as an element that ends.
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("style", "script"):
            self.texts[self.open[-1]] = data
        else:
            self._said.append(data)

    def all(self, attribute: str) -> list[str]:
        return [attributes[attribute] or "" for _, attributes in self.tags if attribute in attributes]


@cache
def read_page(name: str) -> Reader:
    return Reader(page(name))


@ALL
def test_the_page_is_well_formed_with_no_id_twice_and_links_that_lead_somewhere(name):
    reader = read_page(name)
    ids = reader.all("id")
    assert sorted(ids) == sorted(set(ids))
    links = [href for tag, attributes in reader.tags if tag == "a" and (href := attributes["href"])]
    assert links
    assert {href.removeprefix("#") for href in links} <= set(ids)
    for attribute in ("aria-labelledby", "for"):
        assert {word for value in reader.all(attribute) for word in value.split()} <= set(ids)


@ALL
def test_the_page_asks_nobody_for_anything(name):
    reader = read_page(name)
    assert reader.all("src") == []
    assert [attributes["href"] for tag, attributes in reader.tags if tag == "link"] == ["data:,"]
    assert not [
        attribute for _, attributes in reader.tags for attribute in attributes if attribute.startswith("on") or attribute == "style"
    ]
    assert not re.search(r"url\((?!#)|@import|https?:", reader.texts["style"])
    assert not re.search(r"https?:|fetch\(|XMLHttpRequest|innerHTML|eval\(|import\(", reader.texts["script"])


def test_the_policy_admits_this_style_and_this_script_only():
    reader = read_page("prod")
    [policy] = [attributes["content"] for _, attributes in reader.tags if attributes.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(reader.texts[kind].encode()).digest()).decode()
        assert rules[f"{kind}-src"] == f"'sha256-{digest}'"


@ALL
def test_everything_is_on_the_page(name):
    reader = read_page(name)
    preview = previewed(name)
    ids = set(reader.all("id"))
    assert {"picture", "services", "deployments", "cost", "checks", "settings", "resources"} <= ids
    for service in preview.stack_settings.services:
        assert {f"service-{service}", f"settings-services-{service}"} <= ids
    assert all(resource.name in reader.words for resource in preview.preview_run.resources)
    assert "US dollars a month" in reader.words
    assert all(fault.message.replace("`", "") in reader.words.replace("`", "") for fault in preview.warnings)


def test_scheduled_tasks_and_repositories_have_their_place():
    ids = set(read_page("calls").all("id"))
    assert {"task-reindex", "settings-scheduledTasks-reindex", "settings-repositories-web", "settings-repositories"} <= ids
    assert "There is no service" in read_page("nightly").words
    assert build_settings_id(("scheduledTasks", "report", "image")) == "settings-scheduledTasks-report"


def test_what_the_stack_file_holds_is_escaped_and_what_is_encrypted_is_not_there():
    text = page("hostile")
    reader = Reader(text)
    assert [tag for tag, _ in reader.tags].count("script") == 1
    assert "img" not in [tag for tag, _ in reader.tags]
    assert 'VPC a "quoted" <b>VPC</b>' in reader.words
    assert "</script><script>alert(1)</script>" in reader.words
    assert "CIPHERTEXT" not in text
    assert "[secret]" in reader.words


def test_made_up_values_are_said_to_be_unknown():
    text = page("prod")
    assert UNKNOWN_TEXT in Reader(text).words
    assert "arn:aws:elasticloadbalancing" not in text


def test_the_page_is_the_same_every_time_and_in_every_process():
    program = "import sys; from fargate_web_cli.project.stack_preview import preview_stack; from fargate_web_cli.graph.page import render_html; sys.stdout.buffer.write(render_html(preview_stack('dev')).encode())"
    other = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"}
    )
    assert other.stdout.decode() == render_html(previewed("dev")) == page("dev")


def test_settings_are_told_with_their_defaults_and_where_they_come_from():
    rows = {row.path: row for row in list_settings(previewed("prod").stack_settings.services["api"])}
    assert (rows["cpu",].value, rows["cpu",].explicit) == ("1024", True)
    assert (rows["healthCheck", "path"].value, rows["healthCheck", "path"].explicit) == ("/health", True)
    assert (rows["healthCheck", "interval"].value, rows["healthCheck", "interval"].explicit) == ("10", False)
    assert (rows["deployment", "strategy"].value, rows["deployment", "strategy"].explicit) == ("rolling", False)
    assert rows["scaling", "scheduledActions", "before-office-hours", "minCapacity"].value == "6"
    assert rows["roles", "taskRole", "statements", 0, "sid"].value == "PublishMetrics"
    assert rows["stopTimeout",].description.startswith("Seconds from SIGTERM")


def test_a_section_that_is_turned_off_is_said_to_be_false():
    rows = {row.path: row for row in list_settings(previewed("workers").stack_settings)}
    assert (rows["monitoring",].value, rows["monitoring",].explicit) == ("false", True)


def test_a_reference_is_told_by_what_it_reads(tmp_path):
    reference = {"stackReference": "acme/network/prod", "output": "vpcId"}
    services = {"web": {"image": "nginx:1", "port": 80, "environment": {"VPC": reference}}}
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(json.dumps({"config": {"aws:region": "us-west-2", "fargate-web:services": services}}))
    rows = {row.path: row.value for row in list_settings(load_file(path).stack)}
    assert rows["services", "web", "environment", "VPC"] == "output vpcId of the stack acme/network/prod"


def test_an_age_limit_is_told_beside_the_checks():
    stack = Stack.model_validate({"services": {"web": {"image": "nginx:1", "port": 80}}, "maxAgeInDays": 1})
    assert "may be destroyed 1 day after its last update" in str(render_checks(stack, (), (), ()))


def test_a_finding_leads_to_the_settings_that_it_is_about():
    assert build_settings_id(("services", "web", "image")) == "settings-services-web"
    assert build_settings_id(("network", "natGateways")) == "settings-network"
    assert build_settings_id(("services",)) == "settings-services"


def test_deployments_are_drawn_to_one_scale():
    bars = re.findall(r'<rect x="([\d.]+)" y="0" width="([\d.]+)"', page("linear"))
    assert len(bars) == 5
    assert all(float(x) + float(width) <= 1000 for x, width in bars)
    assert 'aria-label="Deployment: start 55 s, 5 steps of 20 % 8 min, bake 10 min, drain and stop 60 s"' in page("linear")


def test_an_estimate_is_shown_where_there_is_one():
    text = render_cost(ESTIMATE)
    assert "&lt;web&gt;" in text
    assert "1,189.90" in text
    assert "logs (set --log-gb)" in text
    assert format_total(ESTIMATE) == "about $282–1,190 a month"


def test_without_an_estimate_a_sentence_says_so():
    assert "There is no estimate" in render_cost(None)
    assert format_total(None) == ""


def test_the_estimate_is_taken_from_the_resources(monkeypatch):
    from fargate_web_cli.graph.sections import cost as section

    class Estimate:
        @staticmethod
        def as_json():
            return ESTIMATE

    def estimate(resources, region, *, services):
        assert (len(resources), region, list(services)) == (len(previewed("prod").preview_run.resources), "us-west-2", ["web", "api"])
        return Estimate

    monkeypatch.setattr(section, "find_spec", lambda name: name)
    monkeypatch.setattr(section, "import_module", lambda name: type("module", (), {"estimate_cost": staticmethod(estimate)}))
    assert section.load_estimate(previewed("prod")) == ESTIMATE


def test_markup_is_escaped_once():
    assert build_element("p", "<&", build_element("b", '"'), class_="a\"'", hidden=True, title=None) == (
        '<p class="a&quot;&#39;" hidden="">&lt;&amp;<b>&quot;</b></p>'
    )
    assert escape_text(Markup("<br/>")) == "<br/>"
    assert escape_text("a\x00b\x1b[31m\u202ec\ud800") == "a\ufffdb\ufffd[31m\ufffdc\ufffd"
    assert render_prose("write `<a>` here") == "write <code>&lt;a&gt;</code> here"
    assert render_prose("a ` alone") == "a ` alone"


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_text_can_be_read_in_light_and_in_dark():
    light, dark, chosen = (_colours(block) for block in re.findall(r"\{\s*color-scheme:[^}]*", read_asset("palette.css")))
    assert dark == chosen
    assert light.keys() == dark.keys()
    for colours in (light, dark):
        for ink in ("ink", "muted"):
            for ground in ("page", "surface", "sunken", "public", "private", "isolated", "mark"):
                assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        for ink in ("users", "balancer", "rule", "service", "scaling", "shared", "link", "warning"):
            for ground in ("surface", "page", "mark"):
                assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        for line in ("strong", "focus", "bar-start", "bar-shift", "bar-bake", "bar-stop"):
            assert _contrast(colours[line], colours["surface"]) >= 3, line


def test_every_colour_of_the_styles_is_in_the_palette():
    used = set(re.findall(r"var\(--([a-z-]+)\)", read_asset("page.css") + read_asset("picture.css"))) - {"hue"}
    assert used <= _colours(read_asset("palette.css")).keys()


def test_the_summary_says_what_the_picture_shows():
    assert seen("prod").summary == "2 services, behind a load balancer, in VPC prod, us-west-2"
    assert seen("workers").summary == "2 services, without a load balancer, in a VPC, us-east-1"
