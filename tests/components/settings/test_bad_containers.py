"""What users get wrong where a task has more than one container, a volume, tracing or a log router."""

import textwrap

import pytest
from fargate_web.settings.service import Service
from fargate_web.settings.sidecar import Sidecar

SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:web-a1b2c3"


def case(keys: str, place: str, *fragments: str):
    return pytest.param(keys, place, fragments, id=keys.replace("\n", " ")[:70])


def proxy(keys: str, service: str = "") -> str:
    """Write a sidecar that says this."""
    return f"{service}\nsidecars:\n  proxy:\n    image: nginx:1.29\n" + textwrap.indent(keys, "    ")


CONTAINER = [
    case(
        "environmentFiles: [s3://bucket/app.env]",
        "environmentFiles[0]",
        "isn't the ARN of an environment file",
        "write arn:aws:s3:::bucket/app.env",
    ),
    case("environmentFiles: ['arn:aws:s3:::bucket/app.txt']", "environmentFiles[0]", "only files that end in .env", "rename it"),
    case("environmentFiles: [app.env]", "environmentFiles[0]", "write it like arn:aws:s3:::my-bucket/web/app.env"),
    case("environmentFiles: ['arn:aws:s3:::b-1/a.env', 'arn:aws:s3:::b-1/a.env']", "environmentFiles", "listed twice"),
    case(f"environmentFiles: [{', '.join(f'arn:aws:s3:::bucket/{i}.env' for i in range(11))}]", "environmentFiles", "10"),
    case("ulimits: {nofile: 0}", "ulimits.nofile", "0 is less than 1"),
    case("ulimits: {nofile: 2000000}", "ulimits.nofile", "is more than 1048576"),
    case("ulimits: {nofile: {soft: 2048, hard: 1024}}", "ulimits.nofile.soft", "above the hard limit", "write soft: 1024"),
    case("ulimits: {nofile: 1024, nproc: 10}", "ulimits.nproc", "supports nofile only", "remove it"),
    case("ulimits: {}", "ulimits.nofile", "it is missing"),
    case("capabilities: {add: [NET_ADMIN]}", "capabilities.add[0]", "no capability beyond Docker's defaults except SYS_PTRACE"),
    case("capabilities: {add: [CAP_SYS_PTRACE]}", "capabilities.add[0]", "write SYS_PTRACE"),
    case("capabilities: {drop: [CAP_NET_RAW]}", "capabilities.drop[0]", "write NET_RAW"),
    case("capabilities: {drop: [everything]}", "capabilities.drop[0]", "write ALL, or one like NET_RAW"),
    case("capabilities: {drop: [ALL, ALL]}", "capabilities.drop", "ALL is listed twice"),
    case("capabilities: {drop: [SYS_PTRACE], add: [SYS_PTRACE]}", "capabilities.add", "both dropped and added"),
    case("repositoryCredentials: /web/registry", "repositoryCredentials", "isn't an ARN"),
    case("dockerLabels: {a: true}", "dockerLabels.a", 'quote it: "true"'),
]
SIDECARS = [
    case("sidecars: {proxy: {cpu: 64}}", "sidecars.proxy.image", "it is missing"),
    case("sidecars: {a.b: {image: 'a:1'}}", 'sidecars["a.b"]', "write letters, digits, hyphens and underscores only"),
    case("sidecars: {main: {image: 'a:1'}}", "sidecars.main", "main is the application's own container", "write another name"),
    case("sidecars: {web: {image: 'a:1'}}", "sidecars.web", "'web' is the name of the application's own container too"),
    case(
        "names: {container: app}\nsidecars: {app: {image: 'a:1'}}",
        "sidecars.app",
        "'app' is the name of the application's own container too",
    ),
    case("tracing: true\nsidecars: {aws-otel-collector: {image: 'a:1'}}", "sidecars.aws-otel-collector", "is the collector of tracing"),
    case(
        "logs: {fireLens: {options: {Name: s3}}}\nsidecars: {log_router: {image: 'a:1'}}",
        "sidecars.log_router",
        "is the log router of logs.fireLens",
    ),
    case(f"sidecars: {{{', '.join(f's{i}: {{image: a}}' for i in range(10))}}}", "sidecars", "11 containers", "write 9 sidecars at most"),
    case(
        f"tracing: true\nsidecars: {{{', '.join(f's{i}: {{image: a}}' for i in range(9))}}}",
        "sidecars",
        "11 containers",
        "write 8 sidecars",
    ),
    case(proxy("cpu: 256"), "sidecars.proxy.cpu", "256 of the task's 256 CPU units (proxy 256)", "leaves the application none"),
    case(proxy("cpu: 230", "tracing: true"), "sidecars.proxy.cpu", "262 of the task's 256 CPU units (proxy 230, aws-otel-collector 32)"),
    case("tracing: {cpu: 300}", "tracing.cpu", "300 of the task's 256 CPU units"),
    case(proxy("memory: 512"), "sidecars.proxy.memory", "512 of the task's 512 MiB (proxy 512)", "or more memory"),
    case(proxy("memory: 200", "tmpfs: {/tmp: 400}"), "sidecars.proxy.memory", "and its folders in memory 400"),
    case(proxy("memory: 1024\nmemoryReservation: 64"), "sidecars.proxy.memory", "may take 1024 MiB, and the task has 512"),
    case(proxy("memory: 64\nmemoryReservation: 64"), "sidecars.proxy.memoryReservation", "must be below the limit of 64 MiB"),
    case(proxy("memory: 64\ntmpfs: {/tmp: 64}"), "sidecars.proxy.tmpfs", "all of its 64"),
    case(proxy("memory: 5"), "sidecars.proxy.memory", "5 is less than 6"),
    case(proxy("essential: 'false'"), "sidecars.proxy.essential", "remove the quotes"),
    case(proxy("healthCheck: {command: a, timeout: 40}"), "sidecars.proxy.healthCheck.timeout", "overlap"),
    case(proxy("environment: {A: b}\nsecrets: {A: /a}"), "sidecars.proxy.secrets.A", "both an environment variable and a secret"),
    case(
        f"environmentFiles: [{', '.join(f'arn:aws:s3:::bucket/{i}.env' for i in range(10))}]"
        + proxy("environmentFiles: ['arn:aws:s3:::bucket/a.env']"),
        "environmentFiles",
        "these are 11 environment files",
    ),
]
ORDER = [
    case("dependsOn: {proxy: START}", "dependsOn.proxy", "no container 'proxy' in this task", "the others are none"),
    case(proxy("dependsOn: {web: START}"), "sidecars.proxy.dependsOn.web", "the others are main; main is the application's own"),
    case("dependsOn: {aws-otel-collector: START}", "dependsOn.aws-otel-collector", "comes with tracing: true"),
    case(
        proxy("cpu: 1", "dependsOn: {proxy: HEALTHY}"),
        "dependsOn.proxy",
        "no health check",
        "sidecars: {proxy: {healthCheck: …}}; or write dependsOn: {proxy: START}",
    ),
    case(
        proxy("dependsOn: {main: HEALTHY}"),
        "sidecars.proxy.dependsOn.main",
        "write containerHealthCheck: …; or write dependsOn: {main: START}",
    ),
    case(
        proxy("cpu: 1", "dependsOn: {proxy: SUCCESS}"), "dependsOn.proxy", "proxy is essential", "{essential: false}} if it ends by itself"
    ),
    case(proxy("cpu: 1", "dependsOn: {proxy: COMPLETE}"), "dependsOn.proxy", "its end stops the whole task"),
    case(proxy("dependsOn: {main: COMPLETE}"), "sidecars.proxy.dependsOn.main", "write dependsOn: {main: START}"),
    case(proxy("dependsOn: {main: START}", "dependsOn: {proxy: START}"), "dependsOn.proxy", "main → proxy → main wait for each other"),
    case(proxy("dependsOn: {proxy: START}"), "sidecars.proxy.dependsOn.proxy", "proxy → proxy wait for each other"),
    case("dependsOn: {proxy: RUNNING}" + proxy("cpu: 1"), "dependsOn.proxy", "START"),
    case("dependsOn: [proxy]" + proxy("cpu: 1"), "dependsOn", "expected a map, got a list"),
]
VOLUMES = [
    case("volumes: {data: data}", "volumes.data", "write it like /tmp"),
    case("volumes: {scratch-a: /data}", "volumes.scratch-a", "no 'scratch-'"),
    case("volumes: {a b: /data}", 'volumes["a b"]', "write letters, digits, hyphens and underscores only"),
    case("volumes: {data: {}}", "volumes.data", "no container mounts this volume", "write path"),
    case(
        "volumes: {data: {path: /data, accessPointId: fsap-1}}",
        "volumes.data.accessPointId",
        "write fileSystemId; or remove accessPointId",
    ),
    case(
        "volumes: {data: {path: /data, iam: true}}",
        "volumes.data.iam",
        "the volume is an empty folder",
    ),
    case("volumes: {data: {path: /data, fileSystemId: efs-1}}", "volumes.data.fileSystemId", "isn't the id of an EFS file system"),
    case(
        "volumes: {data: {path: /data, fileSystemId: fs-1, accessPointId: fsap-1, rootDirectory: /a}}",
        "volumes.data.rootDirectory",
        "an access point has its own folder",
        "remove rootDirectory",
    ),
    case("volumes: {data: {path: /data, fileSystemId: fs-1, rootDirectory: a}}", "volumes.data.rootDirectory", "folder of the file system"),
    case(proxy("volumes: {data: /a}", "volumes: {data: {readOnly: true}}"), "volumes.data.readOnly", "readOnly at the sidecar's volume"),
    case("volumes: {a: /data, b: /data/}", "volumes.b", "/data is mounted twice"),
    case("volumes: {a: /data, b: {path: /data, readOnly: true}}", "volumes.b.path", "/data is mounted twice"),
    case("tmpfs: {/data: 8}\nvolumes: {a: /data}", "volumes.a", "/data is mounted twice"),
    case("readonlyRootFilesystem: true\nvolumes: {a: /tmp}", "volumes.a", "/tmp is mounted twice"),
    case(proxy("volumes: {data: /a}"), "sidecars.proxy.volumes.data", "no volume 'data' in this task", "it has none"),
    case(proxy("volumes: {data: /a}", "volumes: {other: /b}"), "sidecars.proxy.volumes.data", "they are other"),
]
TRACING_AND_LOGS = [
    case("tracing: {samplingRate: 5}", "tracing.samplingRate", "5 is more than 1"),
    case("tracing: {memory: 32}", "tracing.memory", "32 is less than 64"),
    case("tracing: {memory: 512}", "tracing.memory", "512 of the task's 512 MiB"),
    case("tracing: {configuration: 'a!b'}", "tracing.configuration", "a secret is named"),
    case("tracing: {enabled: true}", "tracing.enabled", "write tracing: true or false"),
    case("tracing: awsxray", "tracing", "true"),
    case(
        "logs: {fireLens: {}}",
        "logs.fireLens.options",
        "no destination is set, so that all output would be dropped",
        "write options: {Name: …}",
    ),
    case("logs: {fireLens: {options: {region: us-west-2}}}", "logs.fireLens.options", "write options: {Name: …}"),
    case("logs: {fireLens: {type: fluentd, image: 'a:1', options: {Name: s3}}}", "logs.fireLens.options", "write options: {@type: …}"),
    case("logs: {fireLens: {type: fluentd, options: {'@type': s3}}}", "logs.fireLens.type", "not Fluentd", "write image:"),
    case("logs: {fireLens: {options: {Name: s3, a: b}, secretOptions: {a: /a}}}", "logs.fireLens.secretOptions.a", "both an option"),
    case("logs: {fireLens: {options: {Name: s3, use_put_object: on}}}", "logs.fireLens.options.use_put_object", "quote it"),
    case("logs: {fireLens: {configFile: 'arn:aws:s3:::b/c.conf'}}", "logs.fireLens.configFile", "isn't a path in the container"),
    case("logs: {mode: blocking, fireLens: {options: {Name: s3}}}", "logs.mode", "mode would have no effect", "log-driver-buffer-limit"),
    case("logs: {maxBufferSize: 1m, fireLens: {options: {Name: s3}}}", "logs.maxBufferSize", "maxBufferSize would have no effect"),
    case("logs: {fireLens: {memory: 128, options: {Name: s3}}}", "logs.fireLens.memory", "write memoryReservation"),
]
ALL = [*CONTAINER, *SIDECARS, *ORDER, *VOLUMES, *TRACING_AND_LOGS]


@pytest.mark.parametrize(("keys", "place", "fragments"), ALL)
def test_what_is_wrong_is_told_once_at_its_place_with_what_to_write(told_service, keys, place, fragments):
    [fault] = told_service(keys)
    assert f": services.web.{place}: " in fault
    assert all(fragment.lower() in fault.lower() for fragment in fragments), fault
    assert fault.startswith("Pulumi.dev.yaml:")


def test_every_fault_is_told_at_once(told_service):
    keys = "dependsOn: {proxy: HEALTHY, nobody: START}\nvolumes: {data: {}}\nulimits: {nofile: 0}" + proxy("cpu: 300\nvolumes: {none: /a}")
    assert len(told_service(keys)) == 6


def test_two_circles_are_told_each(told_service):
    keys = proxy("dependsOn: {proxy: START}", "dependsOn: {a: START}") + "\n  a:\n    image: a:1\n    dependsOn: {main: START}"
    assert len([fault for fault in told_service(keys) if "wait for each other" in fault]) == 2


@pytest.mark.parametrize(
    ("keys", "place", "says"),
    [
        ("mountPoints: []", "mountPoints", "write volumes: {<name>: {fileSystemId: …, path: …}}"),
        ("linuxParameters: {}", "linuxParameters", "write capabilities, tmpfs or initProcessEnabled"),
        ("volumesFrom: []", "volumesFrom", "write volumes: {<name>: /path} here"),
        ("logConfiguration: {}", "logConfiguration", "write logs"),
        ("depends_on: {}", "depends_on", "write dependsOn"),
        ("storage: {volumes: {}}", "storage", "write volumes: {<name>: {fileSystemId: …, path: …}} for a file system"),
        ("taskdef_overrides: []", "taskdef_overrides", "there is no override"),
        ("observability: {tracing: awsxray}", "observability", "write tracing: true"),
        ("env_file: a.env", "env_file", "write environmentFiles"),
        ("cap_drop: [ALL]", "cap_drop", "write capabilities: {drop: [ALL]}"),
        ("privileged: true", "privileged", "Fargate refuses privileged containers"),
        (proxy("port: 80"), "sidecars.proxy.port", "reach each other on localhost"),
        (proxy("portMappings: []"), "sidecars.proxy.portMappings", "reach each other on localhost"),
        (proxy("containerHealthCheck: a"), "sidecars.proxy.containerHealthCheck", "write healthCheck"),
        (proxy("logs: {}"), "sidecars.proxy.logs", "goes to the service's log group"),
        (proxy("mountPoints: []"), "sidecars.proxy.mountPoints", "write volumes: {<volume of the service>: /path}"),
        (proxy("privileged: true"), "sidecars.proxy.privileged", "Fargate refuses privileged containers"),
        (proxy("name: a"), "sidecars.proxy.name", "named by its key"),
        ("volumes: {a: {path: /a, transitEncryption: ENABLED}}", "volumes.a.transitEncryption", "it is always ENABLED"),
        ("volumes: {a: {path: /a, host: {}}}", "volumes.a.host", "no host folders"),
        ("logs: {logDriver: awsfirelens}", "logs.logDriver", "fireLens: {options: {…}}"),
    ],
)
def test_keys_from_elsewhere_are_answered(told_service, keys, place, says):
    [fault] = [fault for fault in told_service(keys) if f": services.web.{place}: " in fault]
    assert says in fault


# --- what is right ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "keys",
    [
        "tracing: false",
        "tracing: true\ndependsOn: {aws-otel-collector: HEALTHY}",
        "ulimits: {nofile: 1048576}\ncapabilities: {drop: [ALL]}",
        proxy("essential: false", "dependsOn: {proxy: SUCCESS}"),
        proxy("healthCheck: 'true'\nmemory: 128\nmemoryReservation: 64", "dependsOn: {proxy: HEALTHY}"),
        proxy("dependsOn: {main: HEALTHY}", "containerHealthCheck: 'true'"),
        proxy("volumes: {socket: {path: /run, readOnly: true}}", "volumes: {socket: /run}"),
        proxy("volumes: {only: /a}", "volumes: {only: {}}"),
        "volumes: {data: {fileSystemId: fs-1, accessPointId: fsap-1, rootDirectory: /, path: /data}}",
        "logs: {fireLens: {options: {name: s3, total_file_size: 100}}}",
        "logs: {fireLens: {configFile: /fluent-bit/extra.conf}}",
    ],
)
def test_what_is_right_is_taken(told_service, keys):
    assert told_service(keys) == []


def test_what_nobody_asks_for_is_not_there():
    service = Service.model_validate({"image": "a:1"})
    assert service.all_sidecars == service.mounts == {}
    assert service.tracing is None


def test_a_sidecar_is_essential_unless_it_says_otherwise():
    assert Sidecar.model_validate({"image": "a:1"}).essential is True
