"""Controls of load balancers and their listeners."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .control import Control, Parameters
from .resource import UNKNOWN, RegisteredResource, RegisteredStack
from .sources import CHECKOV, link_security_hub

_LOAD_BALANCER: Final = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
_LISTENER: Final = ("aws:lb/listener:Listener", "aws:alb/listener:Listener")
_TARGET_GROUP: Final = ("aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup")
_RECOMMENDED_TLS: Final = re.compile(r"ELBSecurityPolicy-TLS13-1-(?:3|2-Res)(?:-FIPS)?(?:-PQ)?-\d{4}-\d{2}")


def _is_application(resource: RegisteredResource) -> bool:
    return resource.get("loadBalancerType") in (None, "application")


def _find_plain_http(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.get("protocol") != "HTTP" or resource.get("defaultActions") is UNKNOWN:
        return
    actions = resource.list_blocks("defaultActions")
    if not actions or not all(_redirects_to_https(action) for action in actions):
        yield f"it answers on port {resource.get('port')} without TLS"


def _redirects_to_https(action: Mapping[str, Any]) -> bool:
    redirect = action.get("redirect")
    return redirect is UNKNOWN or (isinstance(redirect, Mapping) and redirect.get("protocol") in ("HTTPS", UNKNOWN))


def _find_weak_tls(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    policy = resource.get("sslPolicy")
    if resource.get("protocol") in ("HTTPS", "TLS") and policy is not UNKNOWN and not _RECOMMENDED_TLS.fullmatch(str(policy)):
        yield f"its TLS policy is {policy or 'the default of the API'}, which also accepts weaker ciphers"


def _find_invalid_headers(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if _is_application(resource) and not resource.may_be("dropInvalidHeaderFields", True):
        yield "it passes invalid headers on"


def _find_missing_access_logs(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    # A Network Load Balancer writes logs of TLS alone, and ELB.5 leaves it out.
    if resource.get("loadBalancerType") != "network" and not resource.may_be("accessLogs.enabled", True):
        yield "it writes no access logs"


def _find_single_zones(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.get("loadBalancerType") in ("network", "gateway") and not resource.may_be("enableCrossZoneLoadBalancing", True):
        yield "each of its addresses reaches the targets of one zone only"


def _find_missing_deletion_protection(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.may_be("enableDeletionProtection", True):
        yield "it can be deleted by a mistake"


def _find_desync(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if _is_application(resource) and not resource.may_be("desyncMitigationMode", None, "defensive", "strictest"):
        yield "it passes on requests that servers understand differently"


def _find_missing_zones(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    subnets = resource.get("subnets")
    if isinstance(subnets, list) and len(subnets) + len(resource.list_blocks("subnetMappings")) < 2:
        yield "it is in one Availability Zone"


def _find_missing_web_acl(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    if not _is_application(resource) or resource.get("internal") is True:
        return
    if not [*stack.find_companions(resource, "aws:wafv2/webAclAssociation:WebAclAssociation", "resourceArn")]:
        yield "it has no web ACL, and everyone reaches it"


def _find_missing_health_path(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.get("protocol") in ("HTTP", "HTTPS") and not resource.is_set("healthCheck.path") and resource.get("targetType") != "lambda":
        yield "its health check has no path"


def _find_plain_targets(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.get("protocol") == "HTTP":
        yield "the load balancer sends its requests to the tasks without TLS"


LOAD_BALANCING_CONTROLS: Final = (
    Control(
        "lb-https",
        "Listeners use HTTPS, or redirect to it",
        "medium",
        _LISTENER,
        ("ELB.1", "ELB.18", "CKV_AWS_2", "CKV2_AWS_20"),
        link_security_hub("ELB.1"),
        "`https`: the listener on port 80 redirects",
        "`http: forward`",
        by_default=False,
        find=_find_plain_http,
    ),
    Control(
        "lb-tls-policy",
        "Listeners have a recommended TLS policy",
        "medium",
        _LISTENER,
        ("ELB.17", "CKV_AWS_103", "CKV2_AWS_74"),
        link_security_hub("ELB.17"),
        "`ELBSecurityPolicy-TLS13-1-2-Res-2021-06`",
        "`sslPolicy`, with TLS 1.2 or above only",
        find=_find_weak_tls,
    ),
    Control(
        "lb-invalid-headers",
        "Load balancers drop invalid headers",
        "medium",
        _LOAD_BALANCER,
        ("ELB.4", "CKV_AWS_131"),
        link_security_hub("ELB.4"),
        "always",
        find=_find_invalid_headers,
        level="mandatory",
    ),
    Control(
        "lb-access-logs",
        "Load balancers write access logs",
        "medium",
        _LOAD_BALANCER,
        ("ELB.5", "CKV_AWS_91"),
        link_security_hub("ELB.5"),
        "a bucket",
        "`accessLogs: false`",
        find=_find_missing_access_logs,
    ),
    Control(
        "lb-deletion-protection",
        "Load balancers are protected from deletion",
        "medium",
        _LOAD_BALANCER,
        ("ELB.6", "CKV_AWS_150"),
        link_security_hub("ELB.6"),
        "on",
        "`deletionProtection: false`",
        find=_find_missing_deletion_protection,
    ),
    Control(
        "lb-desync-mitigation",
        "Load balancers refuse ambiguous requests",
        "medium",
        _LOAD_BALANCER,
        ("ELB.12", "CKV_AWS_328"),
        link_security_hub("ELB.12"),
        "`defensive`",
        find=_find_desync,
        level="mandatory",
    ),
    Control(
        "lb-availability-zones",
        "Load balancers are in two Availability Zones or more",
        "medium",
        _LOAD_BALANCER,
        ("ELB.13",),
        link_security_hub("ELB.13"),
        "at least two zones",
        find=_find_missing_zones,
        level="mandatory",
    ),
    Control(
        "lb-cross-zone",
        "Network Load Balancers balance over all zones",
        "medium",
        _LOAD_BALANCER,
        ("CKV_AWS_152",),
        CHECKOV,
        "on",
        "`networkLoadBalancer: {crossZone: false}`",
        find=_find_single_zones,
    ),
    Control(
        "lb-web-acl",
        "Load balancers on the internet have a web ACL",
        "medium",
        _LOAD_BALANCER,
        ("ELB.16", "CKV2_AWS_28"),
        link_security_hub("ELB.16"),
        "`webAcl`",
        by_default=False,
        find_in_stack=_find_missing_web_acl,
    ),
    Control(
        "lb-health-check-path",
        "Health checks have a path",
        "low",
        _TARGET_GROUP,
        ("CKV_AWS_261",),
        CHECKOV,
        "`healthCheck.path`",
        find=_find_missing_health_path,
    ),
    Control(
        "lb-encrypted-targets",
        "Load balancers encrypt the requests to their targets",
        "medium",
        _TARGET_GROUP,
        ("ELB.21", "ELB.22", "CKV_AWS_378"),
        link_security_hub("ELB.21"),
        "`targetGroup: {protocol: HTTPS}`, with a certificate in the container",
        "TLS ends at the load balancer",
        by_default=False,
        find=_find_plain_targets,
        level="disabled",
    ),
)
