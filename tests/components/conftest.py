"""Components built against the ids of another program, and stack files with what is told of them."""

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pulumi
import pytest
from fargate_web import Monitoring, Scaling, Service
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_file
from fargate_web.testing import Run, run

IMAGE: Final = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2"
LISTENER: Final = "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2"
CONFIG: Final = {"aws:region": "us-west-2"}

REGION = "  aws:region: us-west-2\n"
SERVICES = "  fargate-web:services: {web: {image: nginx, port: 80}}\n"

Told = Callable[[str], list[str]]


class Builder:
    """Builds one component, or a small program, and gives it with the run."""

    image = IMAGE
    network: Final = {
        "vpc_id": "vpc-1",
        "private_subnet_ids": ["subnet-private-a", "subnet-private-b"],
        "public_subnet_ids": ["subnet-public-a", "subnet-public-b"],
        "isolated_subnet_ids": ["subnet-isolated-a"],
    }
    cluster: Final = {"arn": "arn:aws:ecs:us-west-2:123456789012:cluster/shared", "name": "shared"}
    load_balancer: Final = {"listener_arn": LISTENER, "security_group_id": "sg-balancer", "url": "https://shared.example.com"}

    def wired(self, args: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add an image and the three wires to the arguments of a service, unless they say otherwise."""
        return {"image": IMAGE, "network": self.network, "cluster": self.cluster, "load_balancer": self.load_balancer, **(args or {})}

    def web(self, **args: Any) -> dict[str, Any]:
        """Give the arguments of a web service."""
        return self.wired({"port": 3000, "priority": 7, **args})

    def worker(self, **args: Any) -> dict[str, Any]:
        """Give the arguments of a service that nothing connects to."""
        return self.wired(args)

    def service(self, args: Any, name: str = "web", opts: pulumi.ResourceOptions | None = None, **how: Any) -> tuple[Service, Run]:
        """Build a service; arguments with Outputs among them come as a function, since an Output belongs to one run."""
        return self.one(lambda: Service(name, args() if callable(args) else args, opts), **how)

    def scaling(self, args: Mapping[str, Any], service: Mapping[str, Any] | None = None, **how: Any) -> tuple[Scaling, Run]:
        """Build the scaling of a web service."""

        def both() -> Scaling:
            return Scaling("web", {**args, "service": Service("web", {**(service or self.web()), "scaling": args})})

        return self.one(both, **how)

    def monitoring(
        self, args: Mapping[str, Any] | None = None, services: Mapping[str, Mapping[str, Any]] | None = None, **how: Any
    ) -> tuple[Monitoring, Run]:
        """Build the monitoring of some services and their load balancer."""

        def all_of_it() -> Monitoring:
            built = {name: Service(name, service) for name, service in (services if services is not None else {"web": self.web()}).items()}
            watched = {"services": built, "load_balancer": {"arn_suffix": "app/shared/50dc6c495c0c9188"}}
            return Monitoring("monitoring", {**watched, **(args or {})})

        return self.one(all_of_it, **how)

    def one(self, make: Any, **how: Any) -> tuple[Any, Run]:
        """Run a program that makes one thing."""
        made: list[Any] = []
        result = run(lambda: made.append(make()), **{"config": CONFIG, **how})
        return (made[0] if made else None), result


@pytest.fixture(scope="session")
def build() -> Builder:
    return Builder()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, and the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def told_file(folder: Path) -> Told:
    """Tell the faults of a whole file."""

    def tell(text: str) -> list[str]:
        (folder / "Pulumi.dev.yaml").write_text(text, encoding="utf-8")
        try:
            load_file("Pulumi.dev.yaml", environ={})
        except SettingsError as error:
            return [str(fault) for fault in error.faults]
        return []

    return tell


@pytest.fixture
def told(told_file: Told) -> Told:
    """Tell the faults of sections, beside a Region and a service unless they are given."""

    def tell(sections: str) -> list[str]:
        region = "" if "aws:region" in sections else REGION
        services = "" if "fargate-web:services" in sections else SERVICES
        return told_file(f"config:\n{region}{services}{textwrap.indent(sections, '  ')}\n")

    return tell


@pytest.fixture
def told_service(told: Told) -> Told:
    """Tell the faults of a service, of which an image and a port are written unless they are given."""

    def tell(keys: str) -> list[str]:
        lines = [] if keys.startswith("image:") else ["image: public.ecr.aws/nginx/nginx:1.29"]
        lines += [] if keys.startswith("port:") else ["port: 3000"]
        return told("fargate-web:services:\n  web:\n" + textwrap.indent("\n".join([*lines, keys]), "    "))

    return tell
