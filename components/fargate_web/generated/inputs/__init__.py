"""The arguments of the components as types, for editors and type checkers.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from .access_logs import AccessLogs
from .additional_route import AdditionalRoute
from .monitoring import Alarms
from .web_acl_rules import AntiDdos
from .application_signals import ApplicationSignals
from .authentication import Authentication
from .target_tracking import Backlog
from .build import Build
from .mutual_authentication import CaCertificates
from .traffic_shift import Canary
from .container_limits import Capabilities
from .capacity_provider import CapacityProvider
from .deployment import CircuitBreaker
from .service_connect import ClientAlias
from .cluster import ClusterArgs
from .wires import ClusterWire
from .authentication import CognitoUserPool
from .container_health_check import ContainerHealthCheck
from .response_headers import CrossOrigin
from .target_tracking import CustomMetric
from .queue import DeadLetterQueue
from .deployment import Deployment
from .traffic_shift import DeploymentAlarms
from .target_group_health import DnsFailover
from .ebs_volume import EbsVolume
from .egress import Egress
from .encryption_key import EncryptionKeyArgs
from .wires import EncryptionKeyWire
from .endpoint_policies import EndpointPolicies
from .cluster import ExecuteCommandLogs
from .cluster import ExistingCluster
from .load_balancer import ExistingLoadBalancer
from .existing_network import ExistingNetwork
from .existing_network import ExistingSubnet
from .existing_network import ExistingVpc
from .queue import Fifo
from .topic import FifoTopic
from .fire_lens import FireLens
from .load_balancer_rule import FixedResponse
from .flow_logs import FlowLogs
from .hardening import Hardening
from .rule_conditions import Header
from .health_check import HealthCheck
from .traffic_shift import Hook
from .https import Https
from .authentication import JwtClaim
from .authentication import JwtValidation
from .service_level_objectives import LatencyObjective
from .traffic_shift import Linear
from .listener_certificate import ListenerCertificate
from .load_balancer import LoadBalancerArgs
from .load_balancer_rule import LoadBalancerRule
from .wires import LoadBalancerWire
from .logs import Logs
from .metric import Metric
from .metric_math import MetricQuery
from .migration import Migration
from .monitoring import MonitoringArgs
from .volume import Mount
from .mute import Mute
from .mutual_authentication import MutualAuthentication
from .physical_names import Names
from .namespace import Namespace
from .nat_instances import NatImage
from .nat_instances import NatInstances
from .network import NetworkArgs
from .network_listener import NetworkHealthCheck
from .network_listener import NetworkListener
from .network_load_balancer import NetworkLoadBalancer
from .wires import NetworkWire
from .notifications import Notifications
from .authentication import OidcProvider
from .operating_hours import OperatingHours
from .traffic_shift import Pause
from .target_tracking import Percentage
from .predictive_scaling import PredictiveScaling
from .rule_conditions import QueryString
from .queue import Queue
from .web_acl_rules import RateLimit
from .load_balancer_rule import Redirect
from .repository import RepositoryArgs
from .response_headers import ResponseHeaders
from .restart_policy import RestartPolicy
from .scheduled_task import Retry
from .regular_expressions import Rewrite
from .roles import Role
from .role_defaults import RoleDefaults
from .roles import Roles
from .route import Route
from .web_acl_rules import RuleOverride
from .s3_files_volume import S3FilesVolume
from .scaling import ScalingArgs
from .scaling import ScalingSettings
from .scheduled_action import ScheduledAction
from .scheduled_task import ScheduledTaskArgs
from .wires import ScheduledTaskWire
from .service import ServiceArgs
from .service_connect import ServiceConnect
from .service_connect import ServiceConnectAccessLogs
from .service_connect import ServiceConnectTls
from .service_discovery import ServiceDiscovery
from .service_level_objectives import ServiceObjectives
from .wires import ServiceWire
from .sidecar import Sidecar
from .notifications import SlackChannel
from .service_level_objectives import StackObjectives
from .roles import Statement
from .step_scaling import Step
from .step_scaling import StepScaling
from .target_group import Stickiness
from .response_headers import StrictTransportSecurity
from .subnet_cidr_blocks import SubnetCidrBlocks
from .queue import Subscription
from .synthetic_canary import SyntheticCanary
from .target_group import TargetGroup
from .target_group_health import TargetGroupHealth
from .target_tracking import TargetTracking
from .physical_names import TaskNames
from .notifications import TeamsChannel
from .load_balancer import TestListener
from .traffic_shift import TestTraffic
from .topic import Topic
from .tracing import Tracing
from .container_limits import Ulimit
from .container_limits import Ulimits
from .target_group_health import UnhealthyStateRouting
from .volume import Volume
from .web_acl import WebAcl
from .web_acl_logs import WebAclLogs

__all__ = [
    "AccessLogs",
    "AdditionalRoute",
    "Alarms",
    "AntiDdos",
    "ApplicationSignals",
    "Authentication",
    "Backlog",
    "Build",
    "CaCertificates",
    "Canary",
    "Capabilities",
    "CapacityProvider",
    "CircuitBreaker",
    "ClientAlias",
    "ClusterArgs",
    "ClusterWire",
    "CognitoUserPool",
    "ContainerHealthCheck",
    "CrossOrigin",
    "CustomMetric",
    "DeadLetterQueue",
    "Deployment",
    "DeploymentAlarms",
    "DnsFailover",
    "EbsVolume",
    "Egress",
    "EncryptionKeyArgs",
    "EncryptionKeyWire",
    "EndpointPolicies",
    "ExecuteCommandLogs",
    "ExistingCluster",
    "ExistingLoadBalancer",
    "ExistingNetwork",
    "ExistingSubnet",
    "ExistingVpc",
    "Fifo",
    "FifoTopic",
    "FireLens",
    "FixedResponse",
    "FlowLogs",
    "Hardening",
    "Header",
    "HealthCheck",
    "Hook",
    "Https",
    "JwtClaim",
    "JwtValidation",
    "LatencyObjective",
    "Linear",
    "ListenerCertificate",
    "LoadBalancerArgs",
    "LoadBalancerRule",
    "LoadBalancerWire",
    "Logs",
    "Metric",
    "MetricQuery",
    "Migration",
    "MonitoringArgs",
    "Mount",
    "Mute",
    "MutualAuthentication",
    "Names",
    "Namespace",
    "NatImage",
    "NatInstances",
    "NetworkArgs",
    "NetworkHealthCheck",
    "NetworkListener",
    "NetworkLoadBalancer",
    "NetworkWire",
    "Notifications",
    "OidcProvider",
    "OperatingHours",
    "Pause",
    "Percentage",
    "PredictiveScaling",
    "QueryString",
    "Queue",
    "RateLimit",
    "Redirect",
    "RepositoryArgs",
    "ResponseHeaders",
    "RestartPolicy",
    "Retry",
    "Rewrite",
    "Role",
    "RoleDefaults",
    "Roles",
    "Route",
    "RuleOverride",
    "S3FilesVolume",
    "ScalingArgs",
    "ScalingSettings",
    "ScheduledAction",
    "ScheduledTaskArgs",
    "ScheduledTaskWire",
    "ServiceArgs",
    "ServiceConnect",
    "ServiceConnectAccessLogs",
    "ServiceConnectTls",
    "ServiceDiscovery",
    "ServiceObjectives",
    "ServiceWire",
    "Sidecar",
    "SlackChannel",
    "StackObjectives",
    "Statement",
    "Step",
    "StepScaling",
    "Stickiness",
    "StrictTransportSecurity",
    "SubnetCidrBlocks",
    "Subscription",
    "SyntheticCanary",
    "TargetGroup",
    "TargetGroupHealth",
    "TargetTracking",
    "TaskNames",
    "TeamsChannel",
    "TestListener",
    "TestTraffic",
    "Topic",
    "Tracing",
    "Ulimit",
    "Ulimits",
    "UnhealthyStateRouting",
    "Volume",
    "WebAcl",
    "WebAclLogs",
]
