"""Random valid stacks, as the maps that a stack file holds."""

from typing import Any

from fargate_web.settings.task_sizes import MEMORY_BY_CPU
from hypothesis import strategies as st

REGION = "us-west-2"
ACCOUNT = "123456789012"
IMAGES = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
ENDPOINTS = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages", "xray"]
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:database-a1b2c3"
PARAMETER = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/web/key"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:check"
DOMAIN = "example.com"
WATCHED = {
    "slack": {"workspaceId": "T0123ABCDEF", "channelId": "C0123ABCDEF"},
    "page": {"webhook": "https://events.example.com/pages"},
    "slo": {"availability": 99.9, "latency": {"threshold": 0.5}},
}
"""Everything that monitoring can have."""

Settings = dict[str, Any]

_BOOLEANS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
"""Words that readers of YAML disagree about, and that the loader wants quoted; PyYAML writes some of them bare."""
_names = st.from_regex(r"[a-z][a-z0-9]{0,9}(?:-[a-z0-9]{1,9}){0,3}", fullmatch=True).filter(
    lambda name: len(name) <= 40 and name not in _BOOLEANS
)
_long_names = st.from_regex(r"[a-z][a-z0-9]{19}-[a-z0-9]{19}", fullmatch=True)
_digests = st.text("0123456789abcdef", min_size=64, max_size=64)


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def _said(**settings: Any) -> Settings:
    """Leave out what is not said."""
    return {key: value for key, value in settings.items() if value is not None}


@st.composite
def _scaling(draw: st.DrawFn, routed: bool) -> Settings:
    fewest = draw(st.integers(1, 4))
    policies = draw(st.sets(st.sampled_from(["cpu", "memory", "queue"] + ["requestsPerTarget"] * routed), min_size=1))
    targets: Settings = {
        "queue": {"queueName": "orders", "messagesPerTask": 100},
        "cpu": 60,
        "memory": {"target": 75, "scaleInCooldown": 120},
        "requestsPerTarget": 1000,
    }
    return {
        "minCapacity": fewest,
        "maxCapacity": fewest + draw(st.integers(0, 8)),
        **{policy: targets[policy] for policy in sorted(policies)},
    }


@st.composite
def _deployment(draw: st.DrawFn, routed: bool, header_allowed: bool) -> Settings | str | None:
    strategy = draw(st.sampled_from([None, "rolling", "blueGreen"] + ["canary", "linear"] * routed))
    if strategy is None or draw(st.booleans()):
        return strategy
    found: Settings = {"strategy": strategy}
    if strategy == "rolling":
        low, high = draw(st.sampled_from([(100, 200), (50, 200), (0, 100)]))
        return {**found, "minimumHealthyPercent": low, "maximumPercent": high, "circuitBreaker": draw(st.booleans())}
    found["bakeTimeInMinutes"] = draw(st.integers(0, 60))
    if strategy == "canary":
        found["canary"] = {"percent": draw(st.integers(1, 50)), "bakeTimeInMinutes": draw(st.integers(0, 30))}
    if strategy == "linear":
        found["linear"] = {"stepPercent": draw(st.integers(10, 50)), "stepBakeTimeInMinutes": draw(st.integers(0, 20))}
    if routed:
        header = [{"header": {"name": "X-Test", "values": ["1"]}}] * header_allowed
        test = draw(st.sampled_from([None, True, *header]))
        found |= _said(testTraffic=test, alarms=draw(st.sampled_from([None, True, False, {"errorPercent": 1, "latencyP99": False}])))
    hook = draw(st.sampled_from([None, {"pause": True}, {"lambdaArn": FUNCTION, "details": {"depth": "full"}}]))
    if hook:
        found["hooks"] = {"check": {"stages": ["POST_PRODUCTION_TRAFFIC_SHIFT"], **hook}}
    return found


@st.composite
def _companions(draw: st.DrawFn, name: str) -> Settings:
    """Draw what stands beside the application's container."""
    if not draw(st.booleans()):
        return {}
    sidecars = {
        sidecar: _said(
            image=f"{IMAGES}/{name}-{sidecar}:1",
            essential=draw(_maybe(st.booleans())),
            cpu=draw(_maybe(st.integers(1, 60))),
            memory=draw(_maybe(st.integers(6, 60))),
            healthCheck=draw(st.sampled_from([None, "true"])),
            readonlyRootFilesystem=draw(_maybe(st.booleans())),
            secrets=draw(st.sampled_from([None, {"KEY": PARAMETER}])),
            dependsOn=draw(st.sampled_from([None, {"main": "START"}])),
            volumes=draw(st.sampled_from([None, {"shared": {"path": "/shared", "readOnly": True}}])),
        )
        for sidecar in draw(st.sets(st.sampled_from(["sidecar-a", "sidecar_b"])))
    }
    file_system = {"fileSystemId": "fs-0123456789abcdef0", "path": "/data"}
    through = {"accessPointId": "fsap-0123456789abcdef0", "mountTargetSecurityGroupId": "sg-0123456789abcdef0"}
    return _said(
        sidecars=sidecars or None,
        volumes={"shared": "/shared", **draw(st.sampled_from([{}, {"data": file_system}, {"data": {**file_system, **through}}]))},
        tracing=draw(st.sampled_from([None, {"image": f"{IMAGES}/collector:1", "samplingRate": 0.1}])),
        logs=draw(st.sampled_from([None, {"fireLens": {"image": f"{IMAGES}/router:1", "options": {"Name": "null"}}}])),
        environmentFiles=draw(st.sampled_from([None, ["arn:aws:s3:::bucket/app.env"]])),
        ulimits=draw(st.sampled_from([None, {"nofile": 65536}])),
        capabilities=draw(st.sampled_from([None, {"drop": ["ALL"]}])),
    )


@st.composite
def _service(draw: st.DrawFn, name: str, index: int, routes: str, subnets: str) -> Settings:
    routed = draw(st.integers(0, 4)) > 0
    cpu = draw(st.sampled_from([256, 512, 1024, 2048, 4096]))
    scaling = draw(_maybe(_scaling(routed)))
    found = _said(
        image=f"{IMAGES}/{name}@sha256:{draw(_digests)}" if draw(st.booleans()) else f"{IMAGES}/{name}:1.0.{index}",
        cpu=cpu,
        memory=draw(st.sampled_from(MEMORY_BY_CPU[cpu])),
        cpuArchitecture=draw(_maybe(st.sampled_from(["ARM64", "X86_64"]))),
        desiredCount=None if scaling else draw(_maybe(st.integers(1, 6))),
        subnets=subnets,
        environment=draw(_maybe(st.dictionaries(st.sampled_from(["LOG_LEVEL", "MODE", "ZONE"]), st.sampled_from(["info", "a b", "1"])))),
        secrets=draw(st.sampled_from([None, {"DATABASE": f"{SECRET}:url::"}, {"DATABASE": SECRET, "SIGNER": PARAMETER}])),
        readonlyRootFilesystem=draw(st.sampled_from([None, True, False])),
        user=draw(st.sampled_from([None, "10001:10001"])),
        enableExecuteCommand=draw(_maybe(st.booleans())),
        **draw(_companions(name)),
        scaling=scaling,
        migration=draw(
            st.sampled_from([None, None, {"command": ["migrate"], "secrets": {"DATABASE": f"{SECRET}-owner"}, "timeoutInMinutes": 5}])
        ),
        deployment=draw(_deployment(routed, header_allowed=routes != "priorities")),
    )
    given_names = draw(
        st.sets(st.sampled_from(["service", "taskDefinitionFamily", "container", "securityGroup"] + ["targetGroup"] * routed))
    )
    if given_names:
        found["names"] = dict.fromkeys(sorted(given_names), f"own{index}-{'x' * 20}")
    if not routed:
        return found
    found["port"] = draw(st.integers(1, 65535))
    found |= _said(healthCheck=draw(st.sampled_from([None, "/health", {"path": "/ready", "interval": 15, "timeout": 5}])))
    hosts, paths = [f"{name}.{DOMAIN}"], [f"/{name}", f"/{name}/*"]
    found["route"] = {"hosts": {"hosts": hosts}, "paths": {"paths": paths}, "both": {"hosts": hosts, "paths": paths}}.get(
        routes, {"hosts": hosts, "priority": 100 + index}
    )
    return found


@st.composite
def _scheduled_task(draw: st.DrawFn, name: str, subnets: str) -> Settings:
    return _said(
        image=f"{IMAGES}/{name}:1.0.0",
        schedule=draw(st.sampled_from(["rate(5 minutes)", "cron(30 2 * * ? *)", "at(2027-01-01T08:00:00)"])),
        timezone=draw(st.sampled_from([None, "Europe/Vienna"])),
        taskCount=draw(_maybe(st.integers(1, 10))),
        flexibleTimeWindow=draw(_maybe(st.integers(1, 1440))),
        enabled=draw(_maybe(st.booleans())),
        secrets=draw(st.sampled_from([None, {"DATABASE": SECRET}])),
        subnets=subnets,
    )


@st.composite
def _calls(draw: st.DrawFn, services: dict[str, Settings]) -> dict[str, Settings]:
    """Let services find each other, and let in those that stand before them."""
    found: dict[str, Settings] = {}
    for name, service in services.items():
        internal = {} if "port" in service or not draw(st.booleans()) else {"port": draw(st.integers(1, 65535)), "route": False}
        callers = draw(st.lists(st.sampled_from(sorted(found)), unique=True)) if found else []
        called = {"allowFrom": callers} if "port" in {**service, **internal} else {}
        found[name] = {**service, **internal, **called, **_said(serviceConnect=draw(st.sampled_from([None, True, {"clientOnly": True}])))}
    return found


@st.composite
def stacks(draw: st.DrawFn, fewest: int = 1, calls: bool = True) -> Settings:
    """Draw the configuration of a stack, in which services may call each other."""
    names = draw(st.lists(_names | _long_names, min_size=fewest, max_size=5, unique=True))
    routes = draw(st.sampled_from(["hosts", "paths", "both", "priorities"]))
    nat = draw(st.sampled_from(["none", "single", "onePerAz"]))
    isolated = draw(st.booleans())
    tiers = ["private", "public"] + ["isolated"] * isolated
    services = {name: draw(_service(name, index, routes, draw(st.sampled_from(tiers)))) for index, name in enumerate(names)}
    scheduled = {
        f"at-{index}": draw(_scheduled_task(f"at-{index}", draw(st.sampled_from(tiers)))) for index in range(draw(st.integers(0, 2)))
    }
    if routes != "priorities" and draw(st.booleans()) and "port" in (first := services[names[0]]):
        del first["route"]  # all that no other service takes
    if calls and draw(st.booleans()):
        services = draw(_calls(services))
    balancer = _said(
        testListener=8443,
        accessLogs=draw(st.sampled_from([None, False])),
        deletionProtection=draw(_maybe(st.booleans())),
        scheme=draw(st.sampled_from([None, "internal"])),
        https=draw(
            st.sampled_from(
                [
                    None,
                    {"domainName": DOMAIN, "alternativeNames": [f"*.{DOMAIN}"], "hostedZone": DOMAIN},
                    {"certificateArn": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"},
                ]
            )
        ),
    )
    network = _said(
        availabilityZones=draw(st.integers(2, 4) | st.just(["us-west-2b", "us-west-2c"])),
        natGateways=nat,
        isolatedSubnets=isolated or None,
        ipv6=draw(_maybe(st.booleans())),
        interfaceEndpoints=ENDPOINTS if nat == "none" or isolated else None,
        flowLogs=draw(st.sampled_from([None, False, {"trafficType": "REJECT"}])),
    )
    connected = any(service.get("serviceConnect") for service in services.values())
    namespaces = [{"namespace": "apps"}, {"namespace": {"name": "apps.internal", "type": "privateDns"}}]
    sections = {
        "services": services,
        "scheduledTasks": {name: said for name, said in scheduled.items() if name not in services} or None,
        "network": network,
        "cluster": draw(st.sampled_from(namespaces if connected else [None, *namespaces])),
        "loadBalancer": balancer,
        "monitoring": draw(st.sampled_from([None, False, {"email": ["team@example.com"]}, WATCHED])),
        "tags": draw(st.sampled_from([None, {"Team": "web"}])),
    }
    return {"aws:region": REGION, **{f"fargate-web:{section}": said for section, said in sections.items() if said is not None}}
