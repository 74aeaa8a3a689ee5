"""The listener attributes that add headers to responses."""

from typing import Any

from ..settings.response_headers import CrossOrigin, ResponseHeaders

_PREFIX = "routing_http_response_"


def build_header_arguments(headers: ResponseHeaders, *, is_encrypted: bool, redirects: bool = False) -> dict[str, Any]:
    """Build the arguments of a listener.

    Args:
        headers: The settings.
        is_encrypted: Whether the listener serves HTTPS. Browsers ignore HSTS over HTTP.
        redirects: Whether it only redirects, so that no page is shown.
    """
    arguments: dict[str, Any] = {f"{_PREFIX}server_enabled": headers.server}
    if redirects:
        return arguments
    security = headers.strict_transport_security
    values = {
        "strict_transport_security": security.header_value if security and is_encrypted else None,
        "content_security_policy": headers.content_security_policy,
        "x_frame_options": headers.frame_options,
        "x_content_type_options": headers.content_type_options,
        **(_build_cross_origin_values(headers.cross_origin) if headers.cross_origin else {}),
    }
    return arguments | {f"{_PREFIX}{name}_header_value": value for name, value in values.items() if value is not None}


def _build_cross_origin_values(cross_origin: CrossOrigin) -> dict[str, str | None]:
    return {
        "access_control_allow_origin": cross_origin.allow_origin,
        "access_control_allow_methods": ",".join(cross_origin.allow_methods) or None,
        "access_control_allow_headers": ",".join(cross_origin.allow_headers) or None,
        "access_control_expose_headers": ",".join(cross_origin.expose_headers) or None,
        "access_control_allow_credentials": "true" if cross_origin.allow_credentials else None,
        "access_control_max_age": None if cross_origin.max_age is None else str(cross_origin.max_age),
    }
