"""The settings that resources come from: for each role of a component's children, the keys that ask for it."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Cause(NamedTuple):
    """Why a component creates a child.

    Attributes:
        reason: What the resource is for.
        keys: The keys that ask for it or shape it, below the section of the component. The first that the file contains is the cause; without any of
            them the component creates it by default.
    """

    reason: str
    keys: tuple[str, ...] = ()


_TASK_ROLES: Final = {
    "task_definition": Cause("It describes the containers of a task.", ("image",)),
    "image": Cause("Docker builds it from the source when pulumi up runs.", ("build", "sidecars")),
    "image_repository": Cause("It keeps the images that are built for the task.", ("build", "sidecars")),
    "log_group": Cause("It keeps the output of the containers.", ("logs",)),
    "security_group": Cause("It is the firewall of the tasks.", ("names.securityGroup",)),
    "egress_rule": Cause("It lets the tasks reach other addresses.", ("egress", "volumes")),
    "file_system_ingress_rule": Cause("It lets the tasks reach a file system of EFS or S3 Files.", ("volumes",)),
    "execution_role": Cause(
        "ECS starts the task with it: it pulls the image, reads the secrets and writes logs.", ("roles.executionRole",)
    ),
    "execution_role_policy": Cause(
        "It grants what ECS needs to start the task.", ("secrets", "environmentFiles", "repositoryCredentials", "roles.executionRole")
    ),
    "execution_role_policy_attachment": Cause("It attaches a policy to the execution role.", ("roles.executionRole.managedPolicies",)),
    "task_role": Cause("The application calls AWS with it.", ("roles.taskRole",)),
    "task_role_policy": Cause(
        "It grants what the application may do.", ("roles.taskRole.statements", "enableExecuteCommand", "tracing", "applicationSignals")
    ),
    "task_role_policy_attachment": Cause("It attaches a policy to the task role.", ("roles.taskRole.managedPolicies",)),
}
_ACCESS_LOGS: Final = ("accessLogs",)
_LISTENERS: Final = ("networkLoadBalancer.listeners", "networkLoadBalancer")
_NETWORK_NAMES: Final = ("networkLoadBalancer.domainName", "networkLoadBalancer")
_NETWORK_LOGS: Final = ("networkLoadBalancer.accessLogs", "networkLoadBalancer")
_NETWORK_LOAD_BALANCER: Final = {
    "network_load_balancer": Cause("It takes connections by TCP, UDP and TLS for the service.", ("networkLoadBalancer",)),
    "network_security_group": Cause(
        "It is the firewall of the Network Load Balancer.", ("networkLoadBalancer.allowedCidrBlocks", "networkLoadBalancer")
    ),
    "network_ingress_rule": Cause(
        "It lets clients connect to a port of the Network Load Balancer.", ("networkLoadBalancer.allowedCidrBlocks", *_LISTENERS)
    ),
    "network_target_ingress_rule": Cause("The tasks accept the Network Load Balancer by it.", _LISTENERS),
    "network_egress_rule": Cause("The Network Load Balancer reaches the tasks by it.", _LISTENERS),
    "network_target_group": Cause(
        "It holds the tasks behind a listener. There are two, so that deployments can shift traffic.", _LISTENERS
    ),
    "network_listener": Cause("It is a port that clients connect to.", _LISTENERS),
    "network_test_listener": Cause("It takes test traffic to the new version of the service.", _LISTENERS),
    "static_address": Cause(
        "It is the address of the Network Load Balancer in one zone.", ("networkLoadBalancer.staticAddresses", "networkLoadBalancer")
    ),
    "certificate": Cause("It is the certificate of TLS listeners.", _NETWORK_NAMES),
    "certificate_validation": Cause("It waits until the certificate is issued.", _NETWORK_NAMES),
    "validation_record": Cause("It proves to ACM that the domain is yours.", _NETWORK_NAMES),
    "alias_record": Cause("It leads a domain name to the Network Load Balancer.", _NETWORK_NAMES),
    "access_logs_bucket": Cause("It keeps the records of TLS connections.", _NETWORK_LOGS),
    "access_logs_public_access_block": Cause("It keeps the records private.", _NETWORK_LOGS),
    "access_logs_ownership_controls": Cause("It turns off ACLs of the bucket.", _NETWORK_LOGS),
    "access_logs_encryption": Cause("It encrypts the records.", _NETWORK_LOGS),
    "access_logs_versioning": Cause("It keeps deleted records for some days.", _NETWORK_LOGS),
    "access_logs_lifecycle": Cause("It deletes old records.", ("networkLoadBalancer.accessLogs.expirationInDays", *_NETWORK_LOGS)),
    "access_logs_policy": Cause("It lets AWS write the records.", _NETWORK_LOGS),
}
_SHIFT: Final = ("deployment.strategy", "deployment")

CAUSES: Final[Mapping[str, Mapping[str, Cause]]] = {
    "Network": {
        "vpc": Cause("It is the network of the stack, with subnets, route tables and gateways.", ("cidrBlock", "natGateways")),
        "default_security_group": Cause("It takes every rule from the default security group of the VPC, which nothing uses."),
        "default_network_acl": Cause(
            "It refuses ports of remote administration from the internet, in the public subnets.", ("refusedPorts",)
        ),
        "private_network_acl": Cause(
            "It refuses ports of remote administration from the internet, in the private and isolated subnets.", ("refusedPorts",)
        ),
        "egress_only_internet_gateway": Cause(
            "Private subnets reach the internet over IPv6 through it, and nobody reaches them.", ("ipv6",)
        ),
        "ipv6_route": Cause("It leads a subnet to the internet over IPv6.", ("ipv6",)),
        "endpoint": Cause("Tasks reach an AWS service through it without the internet.", ("interfaceEndpoints", "gatewayEndpoints")),
        "endpoints_security_group": Cause("It is the firewall of the interface endpoints.", ("interfaceEndpoints",)),
        "endpoints_ingress_rule": Cause("It lets the network reach the interface endpoints.", ("interfaceEndpoints",)),
        "nat_gateway": Cause("Private subnets reach the internet through it, in every zone.", ("natGateways",)),
        "nat_instance": Cause("It forwards what private subnets send to the internet.", ("natGateways", "natInstances")),
        "nat_address": Cause("The NAT instance appears on the internet with it.", ("natGateways",)),
        "nat_address_association": Cause("The NAT instance appears on the internet with this address.", ("elasticIpAllocationIds",)),
        "nat_route": Cause("It leads a private subnet to the NAT gateway or instance.", ("natGateways",)),
        "nat_security_group": Cause("It is the firewall of the NAT instances.", ("natGateways",)),
        "nat_ingress_rule": Cause("It admits what the network sends to the internet.", ("natGateways",)),
        "nat_egress_rule": Cause("It lets the NAT instances reach the internet.", ("natGateways",)),
        "flow_log": Cause("It records the connections of the network.", ("flowLogs",)),
        "flow_logs_log_group": Cause("It keeps the records of connections.", ("flowLogs",)),
        "flow_logs_role": Cause("The flow log writes with it.", ("flowLogs",)),
        "flow_logs_role_policy": Cause("It lets the flow log write.", ("flowLogs",)),
    },
    "EncryptionKey": {"key": Cause("It encrypts what the stack stores.", ("key",))},
    "Cluster": {
        "cluster": Cause("The tasks run in it.", ("name",)),
        "capacity_providers": Cause("It allows Fargate and Fargate Spot in the cluster.", ("defaultCapacityProviderStrategy",)),
        "execute_command_log_group": Cause("It keeps the sessions of `aws ecs execute-command`.", ("executeCommandLogs",)),
        "namespace": Cause("Services find each other in it by Service Connect.", ("namespace",)),
        "private_dns_namespace": Cause("Services find each other in it by DNS.", ("namespace",)),
    },
    "LoadBalancer": {
        "load_balancer": Cause("It receives the requests for the services that have a route."),
        "security_group": Cause("It is the firewall of the load balancer."),
        "ingress_rule": Cause("It lets clients reach a listener.", ("allowedCidrBlocks", "allowedPrefixLists", "ipAddressType", "scheme")),
        "identity_provider_egress_rule": Cause(
            "It lets the load balancer ask identity providers for tokens and keys.", ("authentication",)
        ),
        "http_listener": Cause("It receives requests over HTTP. With HTTPS it redirects them.", ("http", "httpPort", "https")),
        "https_listener": Cause("It receives requests over HTTPS.", ("https",)),
        "test_listener": Cause("It receives the test traffic of a new version during a deployment.", ("testListener",)),
        "listener_rule": Cause("It answers or redirects requests that no service gets.", ("rules",)),
        "certificate": Cause("It is a certificate of the HTTPS listener.", ("https.domainName", "https")),
        "listener_certificate": Cause("It adds a further certificate to a listener.", ("https.certificates",)),
        "trust_store": Cause("It has the certificate authorities of clients.", ("https.mutualAuthentication",)),
        "certificate_validation": Cause("It waits until ACM has issued the certificate.", ("https.domainName", "https")),
        "validation_record": Cause("It proves to ACM that the domain is yours.", ("https.hostedZone", "https")),
        "alias_record": Cause("It points a name at the load balancer.", ("https.hostedZone", "https")),
        "ipv6_alias_record": Cause(
            "It points a name at the IPv6 addresses of the load balancer.", ("ipAddressType", "https.hostedZone", "https")
        ),
        "access_logs_bucket": Cause("It keeps the access logs.", _ACCESS_LOGS),
        "access_logs_public_access_block": Cause("It keeps the access logs from the public.", _ACCESS_LOGS),
        "access_logs_ownership_controls": Cause("It gives the access logs to the account of the bucket.", _ACCESS_LOGS),
        "access_logs_encryption": Cause("It encrypts the access logs.", _ACCESS_LOGS),
        "access_logs_versioning": Cause("It keeps earlier versions of the access logs.", _ACCESS_LOGS),
        "access_logs_lifecycle": Cause("It deletes old access logs.", _ACCESS_LOGS),
        "access_logs_policy": Cause("It lets the load balancer write its access logs.", _ACCESS_LOGS),
        "web_acl": Cause("It filters the requests.", ("webAcl",)),
        "web_acl_ip_set": Cause(
            "It lists addresses that the web ACL allows or blocks.", ("webAcl.allowedAddresses", "webAcl.blockedAddresses")
        ),
        "web_acl_log_group": Cause("It keeps the requests that rules of the web ACL matched.", ("webAcl.logs", "webAcl")),
        "web_acl_logging": Cause("It records the requests that rules of the web ACL matched.", ("webAcl.logs", "webAcl")),
        "web_acl_association": Cause("It applies the web ACL to the load balancer.", ("webAcl",)),
    },
    "Service": {
        **_TASK_ROLES,
        "service": Cause("ECS keeps its tasks running.", ("desiredCount", "image")),
        "migration_task_definition": Cause("It describes the migration, which runs before a deployment.", ("migration",)),
        "migration_role": Cause("ECS starts the migration with it, which reads secrets that the service doesn't.", ("migration.secrets",)),
        "migration_role_policy": Cause("It lets ECS read the secrets of the migration.", ("migration.secrets",)),
        "migration_role_policy_attachment": Cause(
            "The execution role of the service has this policy too.", ("roles.executionRole.managedPolicies", "migration.secrets")
        ),
        "ingress_rule": Cause("It lets the load balancer reach the tasks.", ("route", "port")),
        "caller_ingress_rule": Cause("It lets another service call this one.", ("allowFrom",)),
        "load_balancer_egress_rule": Cause("It lets the load balancer send requests to the tasks.", ("route", "port")),
        "target_group": Cause(
            "The load balancer sends requests to the tasks in it. A route has two, so that any strategy can shift traffic between them.",
            ("route", "port", "additionalRoutes"),
        ),
        "listener_rule": Cause(
            "It sends the requests of the route to the service.", ("route.authentication", "route", "port", "additionalRoutes")
        ),
        "open_listener_rule": Cause("It sends requests to the service that need no login.", ("route.openPaths",)),
        "test_listener_rule": Cause("It sends test traffic to the new version during a deployment.", ("deployment.testTraffic", *_SHIFT)),
        "infrastructure_role": Cause("ECS shifts traffic with it.", _SHIFT),
        "infrastructure_role_policy_attachment": Cause("It lets ECS shift traffic.", _SHIFT),
        "hook_role": Cause("ECS calls the hooks of a deployment with it.", ("deployment.hooks",)),
        "hook_role_policy": Cause("It lets ECS call the hooks.", ("deployment.hooks",)),
        "connect_tls_role": Cause("Service Connect encrypts traffic with it.", ("serviceConnect.tls", "serviceConnect")),
        "connect_tls_role_policy_attachment": Cause(
            "It lets Service Connect issue certificates.", ("serviceConnect.tls", "serviceConnect")
        ),
        "volume_role": Cause("ECS creates and deletes the volumes of the tasks with it.", ("volumes",)),
        "volume_role_policy": Cause("It lets ECS encrypt the volumes with your key.", ("volumes",)),
        "volume_role_policy_attachment": Cause("It lets ECS manage volumes of EBS.", ("volumes",)),
        "discovery_service": Cause("It is the name of the service in DNS.", ("serviceDiscovery",)),
        "deployment_alarm": Cause("It rolls a deployment back.", ("deployment.alarms", *_SHIFT)),
        **_NETWORK_LOAD_BALANCER,
        "queue": Cause("It holds the messages that the tasks process.", ("queue",)),
        "queue_policy": Cause("It lets topics send to the queue, and refuses requests without TLS.", ("queue.subscribe", "queue")),
        "dead_letter_queue": Cause("It keeps messages that failed again and again.", ("queue.deadLetterQueue", "queue")),
        "dead_letter_queue_policy": Cause("It refuses requests without TLS.", ("queue.deadLetterQueue", "queue")),
        "topic": Cause("The service publishes messages to it.", ("topics",)),
        "topic_policy": Cause("It refuses requests without TLS.", ("topics",)),
        "topic_subscription": Cause("It sends the messages of a topic to the queue.", ("queue.subscribe",)),
    },
    "ScheduledTask": {
        **_TASK_ROLES,
        "schedule": Cause("It starts the task.", ("schedule",)),
        "schedule_group": Cause("It holds the schedule of the task.", ("schedule",)),
        "scheduler_role": Cause("EventBridge Scheduler starts the task with it.", ("schedule",)),
        "scheduler_role_policy": Cause("It lets EventBridge Scheduler start the task.", ("schedule",)),
    },
    "Repository": {
        "repository": Cause("It holds the images."),
        "lifecycle_policy": Cause("It deletes old images.", ("keepImages", "expireUntaggedAfterDays")),
        "policy": Cause("It lets other accounts pull images.", ("pullAccounts",)),
    },
    "Scaling": {
        "target": Cause("It holds the least and the most tasks.", ("minCapacity", "maxCapacity")),
        "policy": Cause(
            "It starts and stops tasks by a metric.", ("cpu", "memory", "requestsPerTarget", "queue", "metrics", "steps", "predictive")
        ),
        "step_alarm": Cause("It triggers a policy of step scaling.", ("steps",)),
        "scheduled_action": Cause("It changes the number of tasks at a certain time.", ("scheduledActions", "hours")),
    },
    "Monitoring": {
        "topic": Cause("It sends the alarms.", ("email", "webhook", "page")),
        "topic_key": Cause("It encrypts the messages of the topics.", ("email", "page")),
        "topic_policy": Cause("It lets CloudWatch send alarms to the topic, and EventBridge its messages.", ("email", "page")),
        "subscription": Cause("It sends alarms to an address or a service.", ("email", "webhook", "page")),
        "alarm": Cause("It watches a metric, or how fast an error budget is spent.", ("alarms", "slo")),
        "burn_rate_alarm": Cause("It tells that an error budget is spent too fast.", ("slo",)),
        "mute_rule": Cause("It mutes alarms during planned work.", ("mute",)),
        "canary": Cause("It requests the load balancer from outside every few minutes.", ("canary",)),
        "canary_script": Cause("It is the script of the canary.", ("canary",)),
        "canary_bucket": Cause("It keeps the script of the canary, and the records of its runs for 31 days.", ("canary",)),
        "canary_public_access_block": Cause("It keeps the records of the canary from the public.", ("canary",)),
        "canary_ownership_controls": Cause("It gives the records of the canary to the account of the bucket.", ("canary",)),
        "canary_encryption": Cause("It encrypts the records of the canary.", ("canary",)),
        "canary_versioning": Cause("It keeps earlier versions of the records of the canary.", ("canary",)),
        "canary_lifecycle": Cause("It deletes old records of the canary.", ("canary",)),
        "canary_policy": Cause("It refuses requests for the records of the canary without TLS.", ("canary",)),
        "canary_role": Cause("It is the role of the canary.", ("canary",)),
        "canary_role_policy": Cause("It lets the canary record its runs.", ("canary",)),
        "failed_runs_rule": Cause("It notices scheduled tasks that fail.", ("alarms",)),
        "failed_runs_target": Cause("It reports scheduled tasks that fail.", ("alarms",)),
        "failed_deployments_rule": Cause("It notices deployments that fail, and tasks that can't start.", ("alarms",)),
        "failed_deployments_target": Cause("It reports deployments that fail, and tasks that can't start.", ("alarms",)),
        "chat_role": Cause("A chat channel shows alarms with it.", ("slack", "teams", "page")),
        "chat_role_policy": Cause("It lets a chat channel read CloudWatch.", ("slack", "teams", "page")),
        "slack_channel": Cause("It writes alarms into a Slack channel.", ("slack", "page.slack")),
        "teams_channel": Cause("It writes alarms into a Microsoft Teams channel.", ("teams", "page.teams")),
        "dashboard": Cause("It shows the metrics of the stack.", ("dashboard",)),
    },
}
"""Component → role → why. The roles are those of `CHILD_ROLES`."""

SECTIONS: Final[Mapping[str, str]] = {
    "EncryptionKey": "encryption",
    "Network": "network",
    "Cluster": "cluster",
    "LoadBalancer": "loadBalancer",
    "Monitoring": "monitoring",
    "Service": "services.{name}",
    "Scaling": "services.{name}.scaling",
    "ScheduledTask": "scheduledTasks.{name}",
    "Repository": "repositories.{name}",
}
"""Component → its section in the stack file."""
