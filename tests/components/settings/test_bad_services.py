"""What users get wrong in a service, and what they are told instead of what AWS says twenty minutes later."""

import pytest

DIGEST = "sha256:" + "a" * 64


def case(keys: str, place: str, *fragments: str):
    return pytest.param(keys, place, fragments, id=keys.replace("\n", " ")[:70])


SIZES = [
    case("memory: 2", "memory", "no task of 2 MiB", "for 2 GB write 2048"),
    case("cpu: 1", "cpu", "1 vCPU is 1024 units", "write 1024"),
    case("cpu: 300", "cpu", "no task of 300 CPU units", "the nearest is 256"),
    case("cpu: '1024'", "cpu", "write 256 to 32768 without quotes"),
    case("memory: 2 GiBi", "memory", "write MiB without quotes like 512, or '2 GB'"),
    case(
        "cpu: 256\nmemory: 8192",
        "memory",
        "256 CPU units with 8192 MiB",
        "write memory: 2048 with cpu: 256, or write cpu: 1024 with memory: 8192",
    ),
    case("cpu: 1024", "cpu", "1024 CPU units with 512 MiB", "write memory: 2048"),
    case("cpu: true", "cpu", "expected a whole number or text, got true"),
    case("cpu: 0.25", "cpu", "got the number 0.25"),
    case("ephemeralStorage: 20", "ephemeralStorage", "20 is less than 21", "Write a whole number from 21 to 200"),
    case("ephemeralStorage: 201", "ephemeralStorage", "201 is more than 200"),
    case("cpuArchitecture: amd64", "cpuArchitecture", "Invalid CPU architecture", "write X86_64"),
    case("cpuArchitecture: x86", "cpuArchitecture", "write X86_64"),
    case("cpuArchitecture: arm", "cpuArchitecture", "write ARM64"),
    case("cpuArchitecture: sparc", "cpuArchitecture", "write X86_64 or ARM64"),
]
CONTAINERS = [
    case("image: https://nginx", "image", "an image reference has no scheme; write 'nginx'"),
    case("image: 'nginx '", "image", "white space"),
    case("image: Nginx/Web:1", "image", "lower case"),
    case("image: nginx@sha256:abc", "image", "64 hexadecimal digits"),
    case("image: ''", "image", "isn't an image reference"),
    case("image: 3", "image", "expected text, got the number 3", 'Quote it: "3"'),
    case("port: 0", "port", "0 is less than 1", "Write a whole number from 1 to 65535"),
    case("port: 70000", "port", "70000 is more than 65535"),
    case("port: http", "port", 'expected a whole number, got the text "http"', "from 1 to 65535"),
    case('port: "80"', "port", 'expected a whole number, got the text "80"', "Remove the quotes"),
    case("port: 80.5", "port", "got the number 80.5"),
    case("port: [80]", "port", "got a list"),
    case("port:", "port", "there is no value after the colon", "or remove the key"),
    case(
        "environment: {A: b}\nsecrets: {A: /a}",
        "secrets.A",
        "both an environment variable and a secret",
        "remove it from environment, or remove it from secrets",
    ),
    case("environment: {1A: b}", 'environment["1A"]', "isn't the name of an environment variable"),
    case("environment: {A B: b}", 'environment["A B"]', "letters, digits and underscores"),
    case("environment: {AWS_SECRET_ACCESS_KEY: b}", "environment.AWS_SECRET_ACCESS_KEY", "override the credentials", "roles.taskRole"),
    case("environment: {ECS_CONTAINER_METADATA_URI: b}", "environment.ECS_CONTAINER_METADATA_URI", "set by ECS itself"),
    case("environment: {A: true}", "environment.A", "YAML read a boolean", 'quote it: "true"'),
    case("environment: {A: 1.5}", "environment.A", 'quote it as it should arrive: "1.5"'),
    case("environment: {A: [b]}", "environment.A", "expected text or a whole number, got a list"),
    case("environment: {A: }", "environment.A", "got nothing"),
    case("environment: [A=b]", "environment", "expected a map, got a list", "without dashes"),
    case("environment:\n  - name: A\n    value: b", "environment", "expected a map, got a list"),
    case("secrets: {A: hunter2!}", "secrets.A", "a secret is named, not written out"),
    case("secrets: {A: 'arn:aws:s3:::a'}", "secrets.A", "isn't the ARN of a Secrets Manager secret or an SSM parameter"),
    case("user: Root", "user", "isn't a user of a container", "like app or 10001:10001"),
    case("user: app user", "user", "write the name or the number of a user"),
    case("user: “10001:10001”", "user", "typographic quotes “ and ”", 'Write straight quotes, "10001:10001"'),
    case("writablePaths: [tmp]\nreadonlyRootFilesystem: true", "writablePaths[0]", "write it like /tmp"),
    case("writablePaths: [/data]", "writablePaths", "write readonlyRootFilesystem: true"),
    case("stopTimeout: 300", "stopTimeout", "300 is more than 120"),
    case("command: npm start", "command", 'expected a list, got the text "npm start"', 'write it as a list: ["npm", "start"]'),
    case("entryPoint: node worker.js --queue 'a b'", "entryPoint", '["node", "worker.js", "--queue", "a b"]'),
    case("command: a && b", "command", '["sh", "-c", "a && b"]'),
    case("command:\n  -npm\n  -start", "command", "a space follows each dash", 'write ["npm", "start"], or ["-npm", "-start"]'),
    case("migration: {command: rails db:migrate}", "migration.command", '["rails", "db:migrate"]'),
    case("sidecars: {a: {image: nginx, command: nginx -g x}}", "sidecars.a.command", '["nginx", "-g", "x"]'),
    case("secrets: {A: prod/db/password}", "secrets.A", "that of an SSM parameter", "write /prod/db/password", "arn:aws:secretsmanager:"),
    case("migration: {command: [a], secrets: {A: prod/db}}", "migration.secrets.A", "write /prod/db"),
    case("logs: {fireLens: {options: {Name: s3}, secretOptions: {apikey: dd/key}}}", "logs.fireLens.secretOptions.apikey", "write /dd/key"),
    case("environment: {DB: {valueFrom: /web/db}}", "environment.DB", "write it under secrets:", "'/web/db'"),
    case("environment: {DB: {value: a}}", "environment.DB", 'write the value alone: "a"'),
    case("image: 12345678901.dkr.ecr.us-west-2.amazonaws.com/web:1", "image", "an AWS account has 12 digits", "has 11"),
    case(
        "roles: {taskRole: {statements: [{actions: s3:GetObject, resources: my-bucket}]}}",
        "roles.taskRole.statements[0].resources",
        "arn:aws:s3:::my-bucket/*",
    ),
    case("command: []", "command", "the list is empty"),
    case("containerHealthCheck: {command: curl, interval: 4}", "containerHealthCheck.interval", "4 is less than 5"),
    case("containerHealthCheck: {command: curl, timeout: 1}", "containerHealthCheck.timeout", "1 is less than 2"),
    case("containerHealthCheck: {command: curl, retries: 11}", "containerHealthCheck.retries", "11 is more than 10"),
    case("containerHealthCheck: {command: curl, startPeriod: 301}", "containerHealthCheck.startPeriod", "301 is more than 300"),
    case("containerHealthCheck: {command: curl, timeout: 30}", "containerHealthCheck.timeout", "checks would overlap"),
    case("containerHealthCheck: {command: [curl, x]}", "containerHealthCheck.command", "must start with CMD or CMD-SHELL"),
    case("containerHealthCheck: {command: [CMD-SHELL, curl, x]}", "containerHealthCheck.command", "takes one string"),
    case("containerHealthCheck: {interval: 30}", "containerHealthCheck.command", "it is missing", "Write it like"),
    case("enableExecuteCommand: 'false'", "enableExecuteCommand", "expected true or false", "Write false, and remove the quotes"),
    case("enableExecuteCommand: 1", "enableExecuteCommand", "expected true or false, got the number 1"),
]
LOAD_BALANCING = [
    case("route: {paths: [v1]}", "route.paths[0]", "write /v1, and /v1/* for the paths below"),
    case("route: /admin", "route", "write route: {paths: [/admin, /admin/*]}"),
    case("route: /admin/*", "route", "write route: {paths: [/admin/*]}"),
    case("route: api.example.com", "route", "write route: {hosts: [api.example.com]}"),
    case("route: https://api.example.com/v1/", "route", "write route: {hosts: [api.example.com], paths: [/v1, /v1/*]}"),
    case("route: /", "route", "write route: true"),
    case("route: [/v1, /v2]", "route", "write route: {paths: [/v1, /v2]}"),
    case("healthCheck: http://localhost:3000/health", "healthCheck", "is a URL", "write /health"),
    case("healthCheck: localhost:3000", "healthCheck", "is a URL", "write /"),
    case("targetGroup: {stickiness: {type: lb_cookie}}", "targetGroup.stickiness.type", "write duration"),
    case("targetGroup: {stickiness: {enabled: true}}", "targetGroup.stickiness.enabled", "write stickiness: true or false"),
    case("route: {paths: ['/a b']}", "route.paths[0]", "no query string, no spaces"),
    case("route: {paths: /v1/*}", "route.paths", 'Write it as a list: ["/v1/*"]'),
    case("route: {paths: ['/" + "a" * 128 + "']}", "route.paths[0]", "129 characters, more than 128"),
    case("route: {paths: []}", "route.paths", "the list is empty"),
    case("route: {paths: [/a, /a]}", "route.paths", "'/a' is listed twice"),
    case("route: {hosts: [localhost]}", "route.hosts[0]", "it needs a dot"),
    case("route: {hosts: ['https://a.com']}", "route.hosts[0]", "without scheme, port and path"),
    case("route: {hosts: ['a.com:80']}", "route.hosts[0]", "without scheme, port and path"),
    case("route: {hosts: [a.com, b.com, c.com], paths: [/a, /b, /c]}", "route.hosts", "6 condition values", "AWS allows 5"),
    case("route: {priority: 0}", "route.priority", "0 is less than 1"),
    case("route: {priority: 50001}", "route.priority", "50001 is more than 50000"),
    case("route: {methods: [get]}", "route.methods[0]", "HTTP methods"),
    case("route: yes", "route", "YAML parsers disagree whether yes is text or true; write true"),
    case("route:", "route", "could mean the default or none", "false to leave it out"),
    case("healthCheck: {path: health}", "healthCheck.path", "does not start with a slash", "write /health"),
    case("healthCheck: {interval: 400}", "healthCheck.interval", "400 is more than 300. Seconds between two checks", "(default 10)"),
    case("healthCheck: {timeout: 30, interval: 15}", "healthCheck.timeout", "must be smaller than the interval"),
    case("healthCheck: {matcher: '600'}", "healthCheck.matcher", "within 200–499"),
    case("healthCheck: {matcher: 200}", "healthCheck.matcher", "expected text, got the number 200", 'Quote it: "200"'),
    case("healthCheck: {matcher: 302-200}", "healthCheck.matcher", "runs backwards"),
    case("healthCheck: {healthyThreshold: 1}", "healthCheck.healthyThreshold", "1 is less than 2"),
    case("healthCheck: {gracePeriod: -1}", "healthCheck.gracePeriod", "-1 is less than 0"),
    case("targetGroup: {protocol: TCP}", "targetGroup.protocol", "HTTP, HTTPS"),
    case("targetGroup: {deregistrationDelay: 4000}", "targetGroup.deregistrationDelay", "4000 is more than 3600"),
    case("targetGroup: {slowStart: 10}", "targetGroup.slowStart", "write 0 or 30 to 900"),
    case("targetGroup: {stickiness: cookie}", "targetGroup.stickiness", 'got the text "cookie"'),
    case("targetGroup: {stickiness: 0}", "targetGroup.stickiness", "0 is less than 1"),
    case("targetGroup: {slowStart: 30, loadBalancingAlgorithmType: weighted_random}", "targetGroup.slowStart", "round_robin only"),
    case("route: false\nhealthCheck: /health", "healthCheck", "route is false", "remove healthCheck"),
]
DEPLOYMENT_AND_SCALING = [
    case("deployment: {minimumHealthyPercent: 200, maximumPercent: 0}", "deployment.maximumPercent", "look swapped"),
    case("deployment: {minimumHealthyPercent: 100, maximumPercent: 100}", "deployment.maximumPercent", "needs room"),
    case("deployment: {minimumHealthyPercent: -1}", "deployment.minimumHealthyPercent", "-1 is less than 0"),
    case(
        "desiredCount: 1\ndeployment: {minimumHealthyPercent: 100, maximumPercent: 150}",
        "deployment.maximumPercent",
        "every deployment would hang",
    ),
    case("deployment: {strategy: Rolling}", "deployment.strategy", "Did you mean rolling?"),
    case("deployment: rollin", "deployment", "Did you mean rolling?"),
    case("deployment: {circuitBreaker: }", "deployment.circuitBreaker", "could mean the default or none"),
    case("deployment: {timeoutInMinutes: 0}", "deployment.timeoutInMinutes", "0 is less than 1"),
    case("desiredCount: -1", "desiredCount", "-1 is less than 0"),
    case("desiredCount: 6000", "desiredCount", "6000 is more than 5000"),
    case("desiredCount: '2'", "desiredCount", "Remove the quotes"),
    case("scaling: {minCapacity: 4, maxCapacity: 2, cpu: 70}", "scaling.minCapacity", "write minCapacity: 2 and maxCapacity: 4"),
    case("scaling: {minCapacity: -1, maxCapacity: 2, cpu: 70}", "scaling.minCapacity", "-1 is less than 0"),
    case("scaling: {minCapacity: 0, maxCapacity: 2, cpu: 70}", "scaling.minCapacity", "never scale out again"),
    case("scaling: {minCapacity: 1, maxCapacity: 2}", "scaling.minCapacity", "nothing would ever change"),
    case("scaling: {maxCapacity: 2, cpu: 70}", "scaling.minCapacity", "it is missing", "Write a whole number from 0 to 5000"),
    case("scaling: {minCapacity: 1, maxCapacity: 2, cpu: 150}", "scaling.cpu", "150 is more than 100"),
    case("scaling: {minCapacity: 1, maxCapacity: 2, cpu: 0}", "scaling.cpu", "0 is less than 1"),
    case("scaling: {minCapacity: 1, maxCapacity: 2, cpu: 70%}", "scaling.cpu", "expected a map or a number", '"70%"'),
    case(
        "scaling: {minCapacity: 1, maxCapacity: 2, cpu: {target: 70, scaleInCooldown: -5}}",
        "scaling.cpu.scaleInCooldown",
        "-5 is less than 0",
    ),
    case("desiredCount: 9\nscaling: {minCapacity: 1, maxCapacity: 2, cpu: 70}", "desiredCount", "write desiredCount: 2"),
    case(
        "scaling: {minCapacity: 1, maxCapacity: 4, scheduledActions: {day: {schedule: cron(0 8 * * *), minCapacity: 2}}}",
        "scaling.scheduledActions.day.schedule",
        "AWS's cron has six",
        "write cron(0 8 * * ? *)",
    ),
    case(
        "scaling: {minCapacity: 1, maxCapacity: 4, scheduledActions: {day: {schedule: rate(1 hour), timezone: CET5, minCapacity: 2}}}",
        "scaling.scheduledActions.day.timezone",
        "IANA",
    ),
    case(
        "scaling: {minCapacity: 1, maxCapacity: 4, scheduledActions: {day: {schedule: rate(1 hour), minCapacity: 9}}}",
        "scaling.scheduledActions.day",
        "write maxCapacity: 9",
    ),
    case(
        "capacityProviderStrategy: [{capacityProvider: SPOT}]", "capacityProviderStrategy[0].capacityProvider", "Did you mean FARGATE_SPOT?"
    ),
    case("capacityProviderStrategy: [{capacityProvider: FARGATE, weight: 0}]", "capacityProviderStrategy", "all weights are 0"),
    case("capacityProviderStrategy: []", "capacityProviderStrategy", "the list is empty"),
    case("capacityProviderStrategy: FARGATE_SPOT", "capacityProviderStrategy", "[{capacityProvider: FARGATE_SPOT}]"),
    case("allowFrom: web, api", "allowFrom", "Write it as a list: [web, api]"),
    case(
        "capacityProviderStrategy: [{capacityProvider: FARGATE, base: 1}, {capacityProvider: FARGATE_SPOT, base: 1}]",
        "capacityProviderStrategy",
        "two providers have a base",
    ),
]


@pytest.mark.parametrize(("keys", "place", "fragments"), [*SIZES, *CONTAINERS, *LOAD_BALANCING, *DEPLOYMENT_AND_SCALING])
def test_what_is_wrong_with_a_service_is_told_with_what_to_write(told_service, keys, place, fragments):
    faults = [fault for fault in told_service(keys) if f": services.web.{place}: " in fault]
    assert len(faults) == 1, told_service(keys)
    assert all(fragment in faults[0] for fragment in fragments), faults
    assert faults[0].startswith("Pulumi.dev.yaml:")


@pytest.mark.parametrize(("keys", "place", "fragments"), [*SIZES, *CONTAINERS, *LOAD_BALANCING, *DEPLOYMENT_AND_SCALING])
def test_one_thing_wrong_is_told_as_one_fault(told_service, keys, place, fragments):
    assert len(told_service(keys)) == 1
