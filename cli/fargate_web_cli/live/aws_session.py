"""The calls to AWS: one session for a command, with retries, a limit of calls a second, and errors in one line."""

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Final

from fargate_web_cli.live.aws_errors import LiveError, explain_error

INSTALL_COMMAND: Final = "pip install 'fargate-web-cli[live]'"
_ATTEMPTS: Final = 5
_TIMEOUT_SECONDS: Final = 15
_IAM_PREFIXES: Final = {"elbv2": "elasticloadbalancing", "resourcegroupstaggingapi": "tag", "service-quotas": "servicequotas"}
_TOKENS: Final = {"cloudwatch": "NextToken"}


class AwsSession:
    """Calls AWS in one Region.

    Attributes:
        region: The Region; None for that of the AWS configuration.
        calls: The number of calls until now.
    """

    def __init__(
        self,
        create_client: Callable[[str], Any],
        region: str | None = None,
        *,
        calls_per_second: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Create a session.

        Args:
            create_client: Creates the boto3 client of an AWS service.
            region: The Region.
            calls_per_second: The most calls a second; None for no limit.
            clock: The seconds that pass.
            sleep: Waits for a number of seconds.
        """
        self.region = region
        self.calls = 0
        self._create_client = create_client
        self._clients: dict[str, Any] = {}
        self._interval = 1 / calls_per_second if calls_per_second else 0.0
        self._clock = clock
        self._sleep = sleep
        self._next_call = 0.0

    def call(self, service: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
        """Call an operation.

        Args:
            service: The name of the boto3 client: `ecs`.
            operation: The name of its method: `describe_services`.
            **parameters: The parameters of the operation.

        Raises:
            LiveError: AWS refuses, or can't be reached after several attempts.
        """
        action = find_iam_action(service, operation)
        try:
            client = self._get_client(service)
            self._wait_for_turn()
            self.calls += 1
            answer: dict[str, Any] = getattr(client, operation)(**parameters)
        except Exception as error:  # boto3 raises errors of many kinds, and none of them must be a traceback
            if isinstance(error, LiveError) or not _is_from_aws(error):
                raise
            raise explain_error(error, action) from None
        return answer

    def call_pages(self, service: str, operation: str, /, **parameters: Any) -> Iterator[dict[str, Any]]:
        """Call an operation page by page, for operations with a `nextToken`."""
        name = _TOKENS.get(service, "nextToken")
        while True:
            page = self.call(service, operation, **parameters)
            yield page
            token = page.get(name)
            if not token or token == parameters.get(name):
                return
            parameters[name] = token

    def describe_endpoint(self, service: str) -> tuple[str, str]:
        """Return the Region and the address of the API of a service."""
        meta = self._get_client(service).meta
        return str(meta.region_name), str(meta.endpoint_url)

    def limit_calls(self, calls_per_second: float) -> None:
        """Limit the calls a second from now on."""
        self._interval = 1 / calls_per_second

    def _get_client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self._create_client(service)
        return self._clients[service]

    def _wait_for_turn(self) -> None:
        if not self._interval:
            return
        now = self._clock()
        if now < self._next_call:
            self._sleep(self._next_call - now)
        self._next_call = max(now, self._next_call) + self._interval


def open_session(command: str, region: str | None, profile: str | None = None) -> AwsSession:
    """Open a session with the credentials of the environment, of a profile or of the machine, as the AWS CLI finds them.

    Args:
        command: The name of the command, for the message if boto3 is missing.
        region: The Region; None for that of the AWS configuration.
        profile: The profile; None for that of the environment.

    Raises:
        LiveError: boto3 is not installed, or the AWS configuration can't be read.
    """
    try:
        boto3 = import_module("boto3")
    except ModuleNotFoundError:
        raise LiveError(f"fargate-web {command} asks AWS through boto3, which is not installed: {INSTALL_COMMAND}") from None
    config = import_module("botocore.config").Config(
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS}, connect_timeout=_TIMEOUT_SECONDS, read_timeout=_TIMEOUT_SECONDS
    )
    try:
        session = boto3.Session(region_name=region, profile_name=profile)
    except Exception as error:
        if not _is_from_aws(error):
            raise
        raise explain_error(error, "aws") from None
    return AwsSession(lambda service: session.client(service, config=config), region)


def find_iam_action(service: str, operation: str) -> str:
    """Return the action of IAM that allows a call: `elasticloadbalancing:DescribeRules` for `elbv2` and `describe_rules`."""
    return f"{_IAM_PREFIXES.get(service, service)}:{''.join(word.capitalize() for word in operation.split('_'))}"


def _is_from_aws(error: Exception) -> bool:
    return type(error).__module__.partition(".")[0] in ("botocore", "boto3", "urllib3")
