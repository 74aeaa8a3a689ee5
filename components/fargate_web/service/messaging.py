"""The queue and the topics of a service, and what its tasks need to use them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pulumi

from ..component.encryption import find_key_arn
from ..settings.service import Service as ServiceSettings

if TYPE_CHECKING:
    from .queue import ServiceQueue
    from .topics import ServiceTopics


class Messaging:
    """What a service receives messages from and publishes them to.

    Attributes:
        queue: The queue, None without one.
        topics: The topics, None without any.
        task_statements: The statements that let the task role use them.
    """

    def __init__(
        self, name: str, settings: ServiceSettings, *, wires: Mapping[str, Any], tags: dict[str, Any], parent: pulumi.Resource
    ) -> None:
        self.queue: ServiceQueue | None = None
        self.topics: ServiceTopics | None = None
        self.task_statements: list[dict[str, Any]] = []
        self._variables: dict[str, Any] = {}
        # Few services need them, and they bring their parts of the AWS SDK along.
        if settings.queue is not None:
            from . import queue

            key_arn = find_key_arn(settings.queue.kms_key_arn, wires)
            self.queue = queue.ServiceQueue(
                name, settings.queue, physical_name=settings.names.queue, key_arn=key_arn, tags=tags, parent=parent
            )
            self._variables[settings.queue.url_variable] = self.queue.queue.url
            self.task_statements += self.queue.task_statements
        if settings.published_topics:
            from . import topics

            self.topics = topics.ServiceTopics(
                name, settings.published_topics, settings.topic_arns_variable, wires=wires, tags=tags, parent=parent
            )
            self._variables |= self.topics.environment
            self.task_statements += self.topics.task_statements

    def add_variables(self, settings: ServiceSettings) -> ServiceSettings:
        """Return the settings with the URL of the queue and the ARNs of the topics as environment variables."""
        if not self._variables:
            return settings
        return settings.model_copy(update={"environment": {**settings.environment, **self._variables}})
