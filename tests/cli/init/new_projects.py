"""Makes new projects for tests: by the command, and as `pulumi new` makes them from template/.

The Pulumi CLI is not here. What it does is simulated as its source says: github.com/pulumi/pulumi, sdk/go/common/workspace/templates.go (`walkFiles`,
`transform`) for the copy, and pkg/cmd/pulumi/newcmd (`runNew`, `promptForConfig`, `SaveConfig`) for what is written into it.
"""

import shutil
from pathlib import Path
from typing import Any

import yaml
from fargate_web_cli.init.command import main

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE = ROOT / "template"
PLACEHOLDERS = {"${" + "PROJECT}": "shop", "${" + "DESCRIPTION}": "A shop"}
ANSWERS = {
    "aws:region": "eu-central-1",
    "fargate-web:image": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:" + "a" * 64,
    "fargate-web:port": "3000",
}


def init(folder: Path, *options: str) -> int:
    """Run `fargate-web init` without questions."""
    return main([str(folder), "--yes", *options])


def list_template_files() -> list[Path]:
    """List the files of template/, which git knows or would add."""
    return [path for path in TEMPLATE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def pulumi_new(folder: Path, *, stack: str = "staging", answers: dict[str, str] | None = None) -> Path:
    """Copy the template with its placeholders replaced, and write the answers into the stack file, as texts."""
    for path in list_template_files():
        target = folder / path.relative_to(TEMPLATE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        text = target.read_text(encoding="utf-8")
        for placeholder, value in PLACEHOLDERS.items():
            text = text.replace(placeholder, value)
        target.write_text(text, encoding="utf-8")
    project: dict[str, Any] = yaml.safe_load((folder / "Pulumi.yaml").read_text(encoding="utf-8"))
    asked = project.pop("template")["config"]
    project["config"] |= {"pulumi:tags": {"value": {"pulumi:template": "https://github.com/acme/fargate-web"}}}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project, sort_keys=False), encoding="utf-8")
    file = folder / f"Pulumi.{stack}.yaml"
    settings = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {"config": {}}
    for key in sorted(asked):
        assert ":" in key, "the CLI would put the name of the new project before it"
        settings["config"][key] = {**{each: value["default"] for each, value in asked.items()}, **(answers or {})}[key]
    file.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    return folder
