"""Hints for keys at the top of a stack file that users bring along from other tools, or write at another place."""

from typing import Final

_ACCOUNT_HINT: Final = (
    'write aws:allowedAccountIds: ["123456789012"] beside it, with your account: the provider then refuses the credentials of any other'
)

STACK_KEY_HINTS: Final = {
    "app": "write services: {<name>: {…}}",
    "apps": "write services: {<name>: {…}}",
    "deployments": "write services: {<name>: {…}}",
    "taskDefinitions": "write services: {<name>: {…}}: a task definition is made of a service",
    "secrets": "write secrets at the service that reads them",
    "environment": "write environment at each service; an anchor (&name) and <<: *name share it",
    "variables": "write environment at each service; an anchor (&name) and <<: *name share it",
    "volumes": "write volumes at the service that mounts them",
    "networks": "write network",
    "certificateArn": "write loadBalancer: {https: {certificateArn: …}}",
    "profile": "write aws:profile beside it",
    "ttl": "write maxAgeInDays",
    "expires": "write maxAgeInDays",
    "maxAge": "write maxAgeInDays",
    "timeToLive": "write maxAgeInDays",
    "version": "a stack file has no version; remove it",
    "allowReplace": "write allowReplacement",
    "allowBroader": "write allowBroadening",
    "service": "write services: {<name>: {…}}",
    "vpc": "write network",
    "alb": "write loadBalancer",
    "ecs": "write cluster and services",
    "alarms": "write monitoring: {alarms: {…}}",
    "kms": "write encryption: {key: …}",
    "kmsKey": "write encryption: {key: …}",
    "kmsKeyArn": "write encryption: {key: …}",
    "kmsKeyId": "write encryption: {key: …}",
    "tasks": "write scheduledTasks: {<name>: {…}}",
    "jobs": "write scheduledTasks: {<name>: {…}}",
    "cron": "write scheduledTasks: {<name>: {schedule: cron(…)}}",
    "workers": "write services: {<name>: {…}} without a port",
    "region": "write aws:region beside it",
    "account": _ACCOUNT_HINT,
    "accountId": _ACCOUNT_HINT,
    "awsAccount": _ACCOUNT_HINT,
    "allowedAccountIds": _ACCOUNT_HINT,
    "accounts": _ACCOUNT_HINT,
    "ecr": "write repositories: {<name>: {…}}",
    "repository": "write repositories: {<name>: {…}}",
}
