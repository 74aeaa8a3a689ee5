import pulumi
import pytest
from fargate_web.checks.secrets import check_secrets

REASON = "there is a good reason for it"


def found(stacks, service, *, protected=False):
    return stacks.found(check_secrets, {"web": service}, protected=protected)


def codes(stacks, service, **sections):
    return [finding.code for finding in found(stacks, service, **sections)]


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


@pytest.mark.parametrize(("protected", "severity"), [(False, "warning"), (True, "error")])
def test_a_key_among_the_options_of_the_log_router_is_in_plain_sight(stacks, protected, severity):
    [finding] = found(stacks, {"logs": {"fireLens": {"options": {"Name": "datadog", "apikey": "hunter2"}}}}, protected=protected)
    assert finding.severity == severity
    assert finding.path == ("services", "web", "logs", "fireLens", "options", "apikey")
    assert "secretOptions" in stacks.text(finding)


ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION", "kJ8sP2mQ9xZv4LtR7wNc"),
        ("AUTH_SALT", "8f3b2c1d9e7a6f5b4c3d2e1f0a9b8c7d"),
        ("SETTING", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("dbPassword", "hunter2"),
        ("SMTP_PASS", "hunter2"),
        ("CONNECTION", "Server=db;User=web;Password=hunter2;"),
        ("JDBC", "jdbc:mysql://db/web?user=web&password=hunter2"),
        ("DSN", "host=db user=web password=hunter2"),
        ("MODEL", "sk-ant-api03-abcdefghijklmnopqrstuv"),
        ("NOTIFY", "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"),
    ],
)
def test_a_random_value_and_the_shapes_of_issuers_are_secrets(stacks, name, value):
    assert codes(stacks, {"environment": {name: value}}) == ["secret-in-plain-sight"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_SHA", "9f86d081884c7d659a2feaa0c55ad0159f86d081"),
        ("REVISION_NOTE", "9f86d081884c7d659a2feaa0c55ad015"),
        ("USER_POOL_ID", "us-west-2_aBcDeFgHi"),
        ("COGNITO_CLIENT", "3n4b5urk1ft4fl3mg5e62d9ado"),
        ("KMS_KEY_ID", "1a2b3c4d-1a2b-3c4d-5e6f-1a2b3c4d5e6f"),
        ("STRIPE_PUBLISHABLE_KEY", "pk_live_abcdefghijklmnop1234"),
        ("SENTRY_DSN", "https://9f86d081884c7d659a2feaa0c55ad015@o1.ingest.sentry.io/12"),
        ("FEATURE_FLAGS", "new-checkout-and-payment-flow-2024"),
        ("KEYS_TABLE", "AuthKeysTableProd2024Version7"),
        ("MAIN_CLASS", "OrderProcessorApplicationMainKt"),
        ("PWD", "/app"),
        ("PWD_RESET_MINUTES", "30"),
    ],
)
def test_an_identifier_is_no_secret(stacks, name, value):
    assert codes(stacks, {"environment": {name: value}}, protected=True) == []


@pytest.mark.parametrize(
    "service",
    [
        {"command": ["mysqladmin", "ping", "--password=hunter2"]},
        {"command": ["app", "--api-key", "abc123"]},
        {"entryPoint": ["sh", "-c", "DB_PASSWORD=hunter2 exec node server.js"]},
        {"command": ["sh", "-c", "psql postgres://web:hunter2@db/web"]},
        {"containerHealthCheck": "mysql -u web --password hunter2 -e 'select 1'"},
        {"dockerLabels": {"com.example.token": "hunter2"}},
        {"migration": {"command": ["migrate", "--password", "hunter2"]}},
        {"migration": {"command": ["migrate"], "environment": {"PGPASSWORD": "hunter2"}}},
        {"sidecars": {"proxy": {"image": "nginx", "command": ["proxy", f"--id={ACCESS_KEY}"]}}},
    ],
)
def test_secrets_are_found_in_commands_labels_and_sidecars(stacks, service):
    [finding] = found(stacks, service)
    assert finding.code == "secret-in-plain-sight"
    assert "hunter2" not in stacks.text(finding)
    assert ACCESS_KEY not in stacks.text(finding)


@pytest.mark.parametrize(
    "command",
    [
        ["app", "--token=$TOKEN"],
        ["app", "--password-file=/run/secret"],
        ["sh", "-c", "exec app --password ${PASSWORD}"],
        ["app", "--token", "--verbose"],
        ["sh", "-c", "export TOKEN=$(cat /run/token); app"],
        ["app", "--no-password"],
        ["pg_isready", "-U", "postgres"],
        [],
    ],
)
def test_a_command_that_takes_a_secret_from_elsewhere_is_fine(stacks, command):
    assert codes(stacks, {"command": command or None}) == []


def test_a_secret_moves_to_a_parameter_of_its_name(stacks):
    [finding] = found(stacks, {"environment": {"DB_PASSWORD": "hunter2"}})
    edits = [(edit.action, edit.path, edit.value) for edit in finding.fixes[0].edits]
    assert edits == [
        ("remove", ("services", "web", "environment", "DB_PASSWORD"), None),
        ("set", ("services", "web", "secrets", "DB_PASSWORD"), "/web/DB_PASSWORD"),
    ]


@pytest.mark.parametrize("value", ["x" * 60_000, "host=a " * 9_000, "password=x " * 6_000, "a-" * 30_000, "://a:" * 10_000])
def test_a_long_text_is_searched_in_one_pass(stacks, value):
    # A pattern that starts anew at each letter would take minutes.
    assert codes(stacks, {"environment": {"TEXT": value}, "command": ["app", value]}) is not None
