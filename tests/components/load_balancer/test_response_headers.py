"""The headers that listeners add to responses, and the further logs of the load balancer."""

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.load_balancer.response_headers import build_header_arguments
from fargate_web.settings.load_balancer import LoadBalancer as Settings
from fargate_web.settings.response_headers import ResponseHeaders

HIDDEN = {"routing_http_response_server_enabled": False}
EVERYTHING = {
    "strictTransportSecurity": {"maxAge": 31_536_000, "includeSubdomains": True, "preload": True},
    "contentSecurityPolicy": "default-src 'self'",
    "frameOptions": "DENY",
    "contentTypeOptions": "nosniff",
    "crossOrigin": {
        "allowOrigin": "https://www.example.com",
        "allowMethods": ["GET", "POST"],
        "allowHeaders": ["Authorization"],
        "exposeHeaders": ["ETag"],
        "allowCredentials": True,
        "maxAge": 0,
    },
}


def arguments(said, **listener):
    return build_header_arguments(validate(ResponseHeaders, said), **{"is_encrypted": True, **listener})


def test_by_default_the_server_header_alone_is_removed():
    assert arguments({}) == HIDDEN
    assert arguments({"server": True}) == {"routing_http_response_server_enabled": True}


def test_every_header_has_its_attribute():
    values = {name.removeprefix("routing_http_response_"): value for name, value in arguments(EVERYTHING).items()}
    assert values == {
        "server_enabled": False,
        "strict_transport_security_header_value": "max-age=31536000; includeSubDomains; preload",
        "content_security_policy_header_value": "default-src 'self'",
        "x_frame_options_header_value": "DENY",
        "x_content_type_options_header_value": "nosniff",
        "access_control_allow_origin_header_value": "https://www.example.com",
        "access_control_allow_methods_header_value": "GET,POST",
        "access_control_allow_headers_header_value": "Authorization",
        "access_control_expose_headers_header_value": "ETag",
        "access_control_allow_credentials_header_value": "true",
        "access_control_max_age_header_value": "0",
    }


def test_hsts_is_for_https_alone_and_a_redirect_shows_no_page():
    assert "routing_http_response_strict_transport_security_header_value" not in arguments(EVERYTHING, is_encrypted=False)
    assert arguments(EVERYTHING, is_encrypted=False, redirects=True) == HIDDEN


def test_a_number_is_the_time_of_hsts():
    security = arguments({"strictTransportSecurity": 300})["routing_http_response_strict_transport_security_header_value"]
    assert security == "max-age=300"
    assert arguments({"strictTransportSecurity": 0})["routing_http_response_strict_transport_security_header_value"] == "max-age=0"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"strictTransportSecurity": {"maxAge": 300, "preload": True}}, "for a year at least"),
        ({"crossOrigin": {"allowOrigin": "*", "allowCredentials": True}}, "browsers refuse"),
        ({"crossOrigin": {"allowOrigin": "www.example.com"}}, "isn't an origin"),
        ({"crossOrigin": {"allowOrigin": "https://www.example.com/"}}, "isn't an origin"),
        ({"contentSecurityPolicy": "x" * 1025}, "1025"),
        ({"contentSecurityPolicy": "a\nb"}, "contentSecurityPolicy"),
        ({"frameOptions": "ALLOWALL"}, "frameOptions"),
    ],
)
def test_what_browsers_or_aws_refuse_is_refused(said, message):
    with pytest.raises(SettingsError, match=message):
        validate(ResponseHeaders, said)


def test_hsts_needs_https():
    with pytest.raises(SettingsError, match="browsers ignore HSTS over HTTP"):
        validate(Settings, {"responseHeaders": {"strictTransportSecurity": 300}})
