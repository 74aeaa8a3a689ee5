import pytest
from fargate_web.analysis.likely_secrets import find_secret_in_words, looks_secret


@pytest.mark.parametrize(
    "name",
    [
        "DB_PASS",
        "DBPASS",
        "PASS",
        "PGPASS",
        "DB_PWD",
        "dbPwd",
        "DbPwd",
        "PASSWORD",
        "PASSWORD1",
        "DB_PASSWORD_PROD",
        "dbPassword",
        "postgres-password",
        "MYSQL_ROOT_PASSWORD",
        "clientSecret",
        "client_secret",
        "CLIENTSECRET",
        "SECRETKEY",
        "SECRET_KEY_BASE",
        "JWT_SECRET",
        "SECRETS",
        "authToken",
        "AUTHTOKEN",
        "ACCESS_TOKEN_OLD",
        "TOKENS",
        "API_KEY",
        "API-KEY",
        "apiKey",
        "APIKEY",
        "X_API_KEY",
        "PRIVATEKEY",
        "SSH_KEY",
        "DEPLOY_KEY",
        "ENCRYPTIONKEY",
        "HMAC_KEY",
        "APP_KEY",
        "SENDGRID_KEY",
        "DB_CREDS",
        "CREDENTIALS",
        "PASSPHRASE",
        "PASSWORD_SALT",
        "REQUIREPASS",
    ],
)
def test_the_end_of_a_name_says_that_its_value_is_secret_in_every_spelling(name):
    assert looks_secret(name, "h4nter-22")


@pytest.mark.parametrize(
    ("name", "value"),
    [("AUTH", "s3cr3t-1"), ("REDIS_AUTH", "a1:b2"), ("HTTP_BASIC_AUTH", "admin:hunter22"), ("basicAuth", "admin:hunter22")],
)
def test_authentication_with_a_value_is_secret(name, value):
    assert looks_secret(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "basic") for name in ("AUTH", "SMTP_AUTH", "authType", "OAUTH", "AUTH_MODE")),
        ("AUTH", "oauth2"),
        ("PG_AUTH", "scram-sha-256"),
        ("MAX_TOKENS", "4096"),
        ("TOKENS", "100000"),
        ("PROXY_PASS", "backend:8080"),
        *((name, "v1-abc") for name in ("SECRET_PATH", "TOKEN_EXPIRY", "KEY_ID", "AUTH_URL", "PASSWORD_FILE", "SECRET_NAME", "TOKENIZER")),
        *(
            (name, "v1-abc")
            for name in ("BYPASS", "COMPASS", "PASS_THROUGH", "CACHE_KEY", "PARTITION_KEY", "PRIMARY_KEY", "S3_KEY", "MONKEY")
        ),
        *(
            (name, "v1-abc")
            for name in ("AUTHOR", "AUTHORITY", "KEYCLOAK_REALM", "SALT_ROUNDS", "PUBLIC_KEY", "PASSWORD_MIN_LENGTH", "KEY")
        ),
        ("PWD", "/app"),
    ],
)
def test_other_names_are_left_alone(name, value):
    assert not looks_secret(name, value)


@pytest.mark.parametrize(
    "value",
    [
        "https://acme.webhook.office.com/webhookb2/a1b2c3d4-a1b2-c3d4-e5f6-a1b2c3d4e5f6@a1b2/IncomingWebhook/0123456789abcdef",
        "https://events.pagerduty.com/integration/0123456789abcdef0123456789abcdef/enqueue",
        "https://prod-00.westus.logic.azure.com/workflows/1/invoke?sv=1.0&sig=abcdefgh1234567890ABCDEFGH",
        "https://api.telegram.org/bot123456789:AA" + "b" * 33 + "/send",
        "gsk_" + "a1B2" * 13,
        "ABSK" + "a1B2" * 25,
        "figd_" + "a1B2" * 10,
        "SK" + "a1" * 16,
    ],
)
def test_values_of_a_fixed_form_are_secrets_under_any_name(value):
    assert looks_secret("SETTING", value)


def test_an_option_with_a_kind_of_authentication_is_no_secret():
    assert find_secret_in_words(["app", "--auth", "basic"]) is None
    assert find_secret_in_words(["app", "--auth=admin:hunter22"]) == "--auth"
    assert find_secret_in_words(["app", "--client-secret", "h4nter"]) == "--client-secret"
