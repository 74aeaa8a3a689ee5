"""A preview as a page: one file, in which everything is that it needs."""

import base64
import hashlib
from collections.abc import Mapping
from string import Template
from typing import Any

from fargate_web_cli.graph.architecture import architecture
from fargate_web_cli.graph.assets import read
from fargate_web_cli.graph.markup import Markup, element, escaped, joined
from fargate_web_cli.graph.model import Architecture
from fargate_web_cli.graph.narrow_layout import narrow
from fargate_web_cli.graph.sections.checks import checks
from fargate_web_cli.graph.sections.cost import cost, estimated, total
from fargate_web_cli.graph.sections.resources import resources
from fargate_web_cli.graph.sections.services import services
from fargate_web_cli.graph.sections.settings import settings
from fargate_web_cli.graph.sections.timeline import timeline
from fargate_web_cli.graph.svg import draw
from fargate_web_cli.graph.wide_layout import wide
from fargate_web_cli.preview.resource_tree import tree
from fargate_web_cli.preview.stack_preview import Preview


def html(preview: Preview) -> str:
    """Write the page."""
    seen = architecture(preview)
    style = read("palette.css") + read("picture.css") + read("page.css")
    script = read("page.js")
    estimate = estimated(preview)
    said = [log.message for log in preview.logs if log.severity == "warning"]
    warnings = len(preview.warnings) + len(said)
    sections = (
        _section("picture", "Architecture", "", _picture(seen)),
        _section("services", "Services", str(len(seen.services) + len(seen.scheduled)), services(seen, _urls(preview))),
        _section("deployments", "Deployments", "", timeline(preview.settings)),
        _section("cost", "Cost", total(estimate), cost(estimate)),
        _section("checks", "Checks", str(warnings) if warnings else "all well", checks(preview.settings, preview.warnings, said)),
        _section("settings", "Settings", "", settings(preview.settings)),
        _section("resources", "Resources", str(1 + len(preview.run.resources)), resources(tree(preview))),
    )
    return Template(read("page.html")).substitute(
        policy=escaped(
            f"default-src 'none'; style-src {_fingerprint(style)}; script-src {_fingerprint(script)}; img-src data:; base-uri 'none'; form-action 'none'"
        ),
        title=escaped(f"{preview.project}/{preview.stack}"),
        project=escaped(preview.project),
        stack=escaped(preview.stack),
        summary=escaped(f"{seen.summary}."),
        file=escaped(preview.file),
        style=style,
        script=script,
        sections=joined(*sections, separator="\n"),
        contents=joined(*(_entry(*entry) for entry in _CONTENTS)),
    )


_CONTENTS = (
    ("picture", "Architecture"),
    ("services", "Services"),
    ("deployments", "Deployments"),
    ("cost", "Cost"),
    ("checks", "Checks"),
    ("settings", "Settings"),
    ("resources", "Resources"),
)


def _entry(anchor: str, title: str) -> Markup:
    return element("li", element("a", title, href=f"#{anchor}"))


def _section(name: str, title: str, count: str, body: Markup) -> Markup:
    summary = element("summary", element("h2", title), element("span", count, class_="count") if count else "")
    return element("section", element("details", summary, element("div", body, class_="body"), open=True), id=name)


def _picture(seen: Architecture) -> Markup:
    title, description = f"Architecture of {seen.project}/{seen.stack}", f"{seen.summary}."
    return joined(
        element("div", draw(wide(seen), title, description, name="wide"), class_="wide", tabindex="0", role="region", aria_label="Picture"),
        element("div", draw(narrow(seen), title, description, name="narrow"), class_="narrow"),
    )


def _urls(preview: Preview) -> Mapping[str, str]:
    found: Any = preview.run.outputs.get("urls")
    # What is secret as a whole or in part is not worth the risk.
    if not isinstance(found, Mapping) or any(path.startswith("urls") for path in preview.run.secret_outputs):
        return {}
    return {name: url for name, url in found.items() if isinstance(url, str)}


def _fingerprint(text: str) -> str:
    """Return what a content security policy calls an element whose text this is."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
