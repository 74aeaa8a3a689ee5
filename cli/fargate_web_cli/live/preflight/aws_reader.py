"""Asks AWS, and remembers what could not be asked: a missing permission is a gap in the answer and not the end of the command."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fargate_web_cli.live.aws_errors import ConnectionLostError, LiveError, NotAllowedError, RefusedError
from fargate_web_cli.live.aws_session import AwsSession

_PAGE_TOKENS: Final = {
    "elbv2": ("NextMarker", "Marker"),
    "iam": ("Marker", "Marker"),
    "resourcegroupstaggingapi": ("PaginationToken", "PaginationToken"),
    "ecs": ("nextToken", "nextToken"),
    "logs": ("nextToken", "nextToken"),
}
"""The key of the next page in the answer and in the question, where it is not `NextToken`."""


@dataclass(frozen=True)
class Answer:
    """An answer of AWS.

    Attributes:
        content: What AWS says; empty if it refuses.
        refusal: The code of an error that is an answer: `RepositoryNotFoundException`. Empty if AWS does not refuse.
    """

    content: Mapping[str, Any] = field(default_factory=dict)
    refusal: str = ""


@dataclass(frozen=True)
class Unchecked:
    """Something that could not be checked.

    Attributes:
        subject: What was not checked: `the image shop/web:1`.
        reason: Why, with what to do, as a sentence.
        action: The action of IAM that is missing; empty for another reason.
    """

    subject: str
    reason: str
    action: str = ""


class AwsReader:
    """Asks AWS in all Regions that a stack refers to.

    Attributes:
        unchecked: What could not be asked.
        answers: The number of answers until now, refusals that are answers among them.
    """

    def __init__(self, open_session: Callable[[str], AwsSession], region: str) -> None:
        """Create a reader.

        Args:
            open_session: Opens the session of a Region.
            region: The Region of the stack.
        """
        self.unchecked: list[Unchecked] = []
        self.answers = 0
        self._open_session = open_session
        self._region = region
        self._sessions: dict[str, AwsSession] = {}
        self._unreachable: dict[tuple[str, str], str] = {}

    @property
    def calls(self) -> int:
        """The number of calls until now."""
        return sum(session.calls for session in self._sessions.values())

    def identify(self) -> str:
        """Return the account of the credentials. No permission is needed to ask for it.

        Raises:
            LiveError: AWS can't be asked, so that nothing else can be.
        """
        return str(self._open(self._region).call("sts", "get_caller_identity")["Account"])

    def ask(
        self, subject: str, service: str, operation: str, /, *, region: str | None = None, answers: Collection[str] = (), **parameters: Any
    ) -> Answer | None:
        """Ask AWS once.

        Args:
            subject: What the question is about, for the report if it can't be asked.
            service: The name of the boto3 client.
            operation: The name of its method.
            region: The Region. Default: that of the stack.
            answers: The codes of errors that are answers.
            **parameters: The parameters of the operation.

        Returns:
            The answer. None if AWS can't be asked, which `unchecked` then says.
        """
        where = (service, region or self._region)
        if where in self._unreachable:
            self.unchecked.append(Unchecked(subject, self._unreachable[where]))
            return None
        try:
            answer = Answer(self._open(where[1]).call(service, operation, **parameters))
        except RefusedError as error:
            if error.code in answers:
                self.answers += 1
                return Answer(refusal=error.code)
            self.unchecked.append(Unchecked(subject, str(error)))
        except NotAllowedError as error:
            self.unchecked.append(Unchecked(subject, str(error), error.action))
        except ConnectionLostError as error:
            # Each attempt takes many seconds, and the next question would fail like this one.
            self._unreachable[where] = str(error)
            self.unchecked.append(Unchecked(subject, str(error)))
        except LiveError as error:
            self.unchecked.append(Unchecked(subject, str(error)))
        else:
            self.answers += 1
            return answer
        return None

    def collect(
        self, subject: str, service: str, operation: str, key: str, /, *, region: str | None = None, **parameters: Any
    ) -> list[Any] | None:
        """Ask AWS for a list, page by page. Return None if it can't be asked; then no part of the list counts."""
        answer_key, question_key = _PAGE_TOKENS.get(service, ("NextToken", "NextToken"))
        found: list[Any] = []
        while True:
            answer = self.ask(subject, service, operation, region=region, **parameters)
            if answer is None:
                return None
            found += answer.content.get(key, ())
            token = answer.content.get(answer_key)
            if not token or token == parameters.get(question_key):
                return found
            parameters[question_key] = token

    def report(self, subject: str, reason: str) -> None:
        """Remember that something could not be checked for a reason other than an answer of AWS."""
        self.unchecked.append(Unchecked(subject, reason))

    def _open(self, region: str) -> AwsSession:
        if region not in self._sessions:
            self._sessions[region] = self._open_session(region)
        return self._sessions[region]
