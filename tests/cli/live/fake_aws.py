"""AWS for tests: boto3's Stubber, which checks each call and each answer against the model of the service, with answers by operation."""

from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.stub import Stubber
from fargate_web_cli.live.aws_session import AwsSession

Answer = Mapping[str, Any] | Callable[[dict[str, Any]], Mapping[str, Any]] | BaseException


class FakeAws:
    """Answers calls: the answers of an operation come one after the other, and the last one stays."""

    def __init__(self, **answers: Answer | list[Answer]) -> None:
        self.answers = {name: answer if isinstance(answer, list) else [answer] for name, answer in answers.items()}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.seconds = 0.0
        self.slept: list[float] = []

    def create_client(self, service: str) -> Any:
        client = boto3.client(service, region_name="us-west-2", aws_access_key_id="test", aws_secret_access_key="test")
        stubber = Stubber(client)
        names = {value: key for key, value in client.meta.method_to_api_mapping.items()}

        def answer_call(params: dict[str, Any], model: Any, **_: Any) -> None:
            operation = names[model.name]
            self.calls.append((operation, dict(params)))
            assert operation in self.answers, f"nobody expected {operation}({params})"
            known = self.answers[operation]
            answer = known.pop(0) if len(known) > 1 else known[0]
            if isinstance(answer, BaseException):
                raise answer
            found = answer(params) if callable(answer) else answer
            if "Error" in found:
                stubber.add_client_error(operation, found["Error"]["Code"], found["Error"]["Message"])
            else:
                stubber.add_response(operation, dict(found))

        client.meta.events.register_first("before-parameter-build.*.*", answer_call)
        stubber.activate()
        return client

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def open_session(self, command: str = "status", region: str | None = None) -> AwsSession:
        return AwsSession(self.create_client, region, clock=lambda: self.seconds, sleep=self.sleep)

    def count(self, operation: str) -> int:
        return sum(name == operation for name, _ in self.calls)


def refuse(code: str, message: str = "no") -> dict[str, Any]:
    return {"Error": {"Code": code, "Message": message}}
