import pulumi
import pytest
from fargate_web.checks.advice import check_advice

TOLD = {"email": ["team@example.com"]}
REASON = "there is a good reason for it"


def found(stacks, service, *, protected=False, monitoring=TOLD):
    return stacks.found(check_advice, {"web": service}, protected=protected, monitoring=monitoring)


def codes(stacks, service, **sections):
    return [finding.code for finding in found(stacks, service, **sections)]


def test_a_service_that_says_what_it_should_gets_no_advice(stacks):
    assert found(stacks, {}) == found(stacks, {}, protected=True) == []


# --- what depends on the image ------------------------------------------------------------------------------------------

UNSAID = {"user": None, "readonlyRootFilesystem": None}


@pytest.mark.parametrize(("protected", "severity"), [(False, "warning"), (True, "error")])
def test_what_is_not_said_is_a_warning_and_an_error_where_the_stack_is_protected(stacks, protected, severity):
    findings = found(stacks, UNSAID, protected=protected)
    assert [(finding.code, finding.severity) for finding in findings] == [
        ("root-filesystem", severity),
        ("user", severity),
    ]
    assert [finding.path for finding in findings] == [("services", "web"), ("services", "web")]


@pytest.mark.parametrize(
    ("silenced", "left"),
    [
        ("readonlyRootFilesystem", ["user"]),
        ("user", ["root-filesystem"]),
    ],
)
@pytest.mark.parametrize("protected", [False, True])
def test_advice_is_silenced_with_a_reason(stacks, silenced, left, protected):
    assert codes(stacks, {**UNSAID, "silence": {silenced: REASON}}, protected=protected) == left


def test_a_writable_root_is_as_good_as_said(stacks):
    assert codes(stacks, {"readonlyRootFilesystem": False}) == []


def test_root_is_as_good_as_said(stacks):
    assert codes(stacks, {"user": "root"}) == []


def test_advice_says_whether_it_is_about_the_application_or_a_sidecar(stacks):
    [own] = found(stacks, {"user": None})
    [beside] = found(stacks, {"sidecars": {"proxy": {**stacks.fine, "user": None}}})
    assert "no user is set for the application" in own.message
    assert "no user is set for the sidecar" in beside.message


# --- secrets in plain sight ---------------------------------------------------------------------------------------------

SECRET_NAMES = [
    "PASSWORD",
    "DB_PASSWORD",
    "DATABASE_PASSWORD_1",
    "PGPASSWORD",
    "MYSQL_PWD",
    "spring.datasource.password",
    "API_KEY",
    "STRIPE_APIKEY",
    "GITHUB_TOKEN",
    "API_TOKEN_PROD",
    "JWT_SECRET",
    "CLIENT_SECRET",
    "SECRET_KEY",
    "SECRET_KEY_BASE",
    "PRIVATE_KEY",
    "SIGNING_KEY",
    "ENCRYPTION_KEY_BASE64",
    "PASSPHRASE",
    "REGISTRY_CREDENTIALS",
]


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_a_variable_that_is_called_like_a_secret_is_one(stacks, name):
    [finding] = found(stacks, {"environment": {name: "hunter2"}})
    assert (finding.code, finding.severity) == ("secret-in-plain-sight", "warning")
    assert finding.path == ("services", "web", "environment", name)
    assert "hunter2" not in finding.message


@pytest.mark.parametrize(
    "name",
    [
        "SECRET_NAME_ARN",
        "SECRET_ARN",
        "DB_SECRET_NAME",
        "TOKEN_URL",
        "TOKEN_ENDPOINT",
        "TOKEN_TTL_SECONDS",
        "ACCESS_TOKEN_LIFETIME",
        "TOKEN_ISSUER",
        "TOKEN_HEADER_NAME",
        "PASSWORD_MIN_LENGTH",
        "PASSWORD_RESET_URL",
        "PASSWORD_FILE",
        "API_KEY_HEADER",
        "API_KEY_ID",
        "ACCESS_KEY_ID",
        "PUBLIC_KEY",
        "SECRETS_MANAGER_REGION",
        "MAX_TOKENS",
        "TOKENIZERS_PARALLELISM",
        "KEYBOARD",
        "PRIMARY_KEY",
        "NEXT_PUBLIC_API_KEY",
        "VITE_MAPBOX_TOKEN",
        "CREDENTIALS_PROVIDER",
        "LOG_LEVEL",
    ],
)
@pytest.mark.parametrize("protected", [False, True])
def test_a_variable_that_only_speaks_of_a_secret_is_none(stacks, name, protected):
    assert codes(stacks, {"environment": {name: "web"}}, protected=protected) == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "true",
        "False",
        0,
        "none",
        "arn:aws:secretsmanager:us-west-2:123456789012:secret:token-a1b2c3",
        "/var/run/secrets/token",
        "${TOKEN}",
        "$TOKEN",
        "<the token>",
        "{{ token }}",
    ],
)
def test_a_switch_a_reference_or_a_placeholder_is_no_secret(stacks, value):
    assert codes(stacks, {"environment": {"TOKEN": value, "DB_PASSWORD": value}}) == []


@pytest.mark.parametrize(
    "value",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "postgres://user:hunter2@database.example.com/web",
        "redis://:hunter2@cache.example.com:6379",
        "amqps://user:p%40ss@queue.example.com",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE",
        "-----BEGIN PRIVATE KEY-----",
        "ghp_" + "a1" * 18,
        "xoxb-1234567890-abcdef",
        "sk_live_" + "a1b2" * 6,
    ],
)
def test_a_value_that_is_shaped_like_a_secret_is_one_whatever_its_name(stacks, value):
    assert codes(stacks, {"environment": {"SETTING": value}}) == ["secret-in-plain-sight"]


@pytest.mark.parametrize(
    "value",
    [
        "https://api.example.com:8443/v1",
        "https://api.example.com/users/@me",
        "postgres://database.example.com:5432/web",
        "postgres://user@database.example.com/web",
        "postgres://user:${DB_PASSWORD}@database.example.com/web",
        "postgres://user:$(DB_PASSWORD)@database.example.com/web",
        "postgres://user:<password>@database.example.com/web",
        "user:password",
        "AKIA",
        "team@example.com",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----",
    ],
)
def test_a_value_that_only_looks_a_little_like_a_secret_is_none(stacks, value):
    assert codes(stacks, {"environment": {"SETTING": value}}) == []


def test_a_secret_that_pulumi_keeps_is_not_in_plain_sight(stacks):
    assert codes(stacks, {"environment": {"DB_PASSWORD": pulumi.Output.secret("hunter2")}}) == []


def test_a_reference_under_secrets_is_where_it_belongs(stacks):
    assert codes(stacks, {"secrets": {"DB_PASSWORD": "/web/password"}}) == []


def test_secrets_in_plain_sight_are_an_error_where_the_stack_is_protected_unless_they_are_none(stacks):
    service = {"environment": {"TOKEN": "bearer"}}
    assert [finding.severity for finding in found(stacks, service, protected=True)] == ["error"]
    assert found(stacks, {**service, "silence": {"environment": "TOKEN is the kind of token and no token"}}, protected=True) == []


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ({"user": "root", "capabilities": {"drop": ["ALL"]}}, ["root-without-capabilities"]),
        ({"user": "0:0", "capabilities": {"drop": ["ALL"]}}, ["root-without-capabilities"]),
        ({"user": "0", "capabilities": {"drop": ["ALL"]}, "silence": {"capabilities": REASON}}, []),
        ({"user": "root", "capabilities": {"drop": ["NET_RAW"]}}, []),
        ({"capabilities": {"drop": ["ALL"]}}, []),
    ],
)
def test_root_without_capabilities_is_told(stacks, service, expected):
    assert codes(stacks, service) == expected


# --- sessions -----------------------------------------------------------------------------------------------------------


def test_sessions_write_where_a_read_only_root_forbids_it(stacks):
    [finding] = found(stacks, {"enableExecuteCommand": True})
    assert (finding.code, finding.severity) == ("sessions-on-read-only-root", "warning")
    assert finding.path == ("services", "web", "enableExecuteCommand")
    assert "writablePaths: [/tmp, /var/lib/amazon, /var/log/amazon]" in finding.message


@pytest.mark.parametrize(
    "service",
    [
        {"enableExecuteCommand": False},
        {"enableExecuteCommand": True, "readonlyRootFilesystem": False},
        {"enableExecuteCommand": True, "writablePaths": ["/var/lib/amazon", "/var/log/amazon"]},
        {"enableExecuteCommand": True, "writablePaths": ["/tmp", "/var/lib/amazon/ssm", "/var/log/amazon/ssm"]},
        {"enableExecuteCommand": True, "writablePaths": ["/var"]},
    ],
)
def test_sessions_that_can_write_are_fine(stacks, service):
    assert codes(stacks, service) == []


def test_only_what_is_missing_is_asked_for(stacks):
    [finding] = found(stacks, {"enableExecuteCommand": True, "writablePaths": ["/var/lib/amazon", "/var/logs"], "user": "0"})
    assert "writes to /var/log/amazon, which" in finding.message


# --- alarms -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protected", [False, True])
def test_alarms_that_nobody_hears_are_told(stacks, protected):
    [finding] = found(stacks, {}, protected=protected, monitoring={})
    assert (finding.code, finding.path, finding.severity) == ("nobody-told", ("monitoring",), "warning")


@pytest.mark.parametrize("monitoring", [TOLD, {"topicArn": "arn:aws:sns:us-west-2:123456789012:alarms"}, False])
def test_alarms_that_somebody_hears_are_fine(stacks, monitoring):
    assert codes(stacks, {}, monitoring=monitoring) == []


# --- several services ---------------------------------------------------------------------------------------------------


def test_each_service_gets_its_own_advice(stacks):
    services = {"one": {"user": None}, "two": {"readonlyRootFilesystem": None, "tmpfs": {}}, "three": {}}
    findings = stacks.found(check_advice, services, monitoring=TOLD)
    assert [(finding.path[1], finding.code) for finding in findings] == [("one", "user"), ("two", "root-filesystem")]


# --- scratch volumes ----------------------------------------------------------------------------------------------------


def test_scratch_volumes_that_the_user_cannot_write_to_are_told(stacks):
    [finding] = stacks.found(check_advice, {"web": {"tmpfs": {}, "writablePaths": ["/tmp", "/var/run"]}}, monitoring=False)
    assert (finding.code, finding.severity) == ("scratch-of-root", "warning")
    assert "/tmp, /var/run" in finding.message
    assert "tmpfs: {/tmp: 64}" in finding.message


@pytest.mark.parametrize(
    "said",
    [
        {"user": "0:0"},
        {"user": "root"},
        {"writablePaths": []},
        {"readonlyRootFilesystem": False},
        {"tmpfs": {"/tmp": 16}},
        {"silence": {"writablePaths": "the image declares the folder as VOLUME"}},
    ],
)
def test_scratch_volumes_that_can_be_written_to_are_fine(stacks, said):
    assert stacks.found(check_advice, {"web": {"tmpfs": {}, **said}}, monitoring=False) == []


# --- sidecars -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("protected", "severity"), [(False, "warning"), (True, "error")])
def test_what_is_not_said_of_a_sidecar_is_told_as_of_the_application(stacks, protected, severity):
    findings = found(stacks, {"sidecars": {"proxy": {"image": "nginx:1.29", "environment": {"API_KEY": "hunter2"}}}}, protected=protected)
    at = ("services", "web", "sidecars", "proxy")
    assert [(finding.code, finding.path, finding.severity) for finding in findings] == [
        ("root-filesystem", at, severity),
        ("user", at, severity),
        ("secret-in-plain-sight", (*at, "environment", "API_KEY"), severity),
    ]


def test_advice_on_a_sidecar_is_silenced_at_the_sidecar(stacks):
    silence = {"user": REASON, "readonlyRootFilesystem": REASON}
    assert codes(stacks, {"sidecars": {"proxy": {"image": "nginx:1.29", "silence": silence}}}) == []
    assert len(codes(stacks, {"sidecars": {"proxy": {"image": "nginx:1.29"}}, "silence": silence})) == 2


def test_the_collector_and_the_log_router_get_no_advice(stacks):
    assert codes(stacks, {"tracing": True, "logs": {"fireLens": {"options": {"Name": "s3"}}}}, protected=True) == []


@pytest.mark.parametrize(("protected", "severity"), [(False, "warning"), (True, "error")])
def test_a_key_among_the_options_of_the_log_router_is_in_plain_sight(stacks, protected, severity):
    [finding] = found(stacks, {"logs": {"fireLens": {"options": {"Name": "datadog", "apikey": "hunter2"}}}}, protected=protected)
    assert finding.severity == severity
    assert finding.path == ("services", "web", "logs", "fireLens", "options", "apikey")
    assert "secretOptions" in finding.message
