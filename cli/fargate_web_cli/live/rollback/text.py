"""A rollback as text for people, and as a document for machines."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from fargate_web_cli.live.rollback.choose_rollback import Rollback, Way
from fargate_web_cli.live.setting_positions import FindPosition, describe_setting, format_setting
from fargate_web_cli.live.status.model import STAGES, Revision
from fargate_web_cli.live.status.text import format_revision

if TYPE_CHECKING:
    from fargate_web.settings.service import Service as ServiceSettings

_SHIFT: Final = STAGES.index("PRODUCTION_TRAFFIC_SHIFT")


def describe_way(service: str, rollback: Rollback) -> str:
    """Tell what happens, in a line."""
    new, old = _name(rollback.away_from, "the new revision"), _name(rollback.back_to, "the previous revision")
    if rollback.way is Way.DEPLOY_PREVIOUS:
        return f"{service} runs {new}. Going back means a deployment of {old} with the strategy {rollback.strategy}."
    if rollback.way is Way.END_DEPLOYMENT:
        return f"{service}: ECS ends the deployment of {new}. {_describe_end(rollback, new, old)}"
    if rollback.deployment.is_in_progress:
        return f"{service}: the deployment of {new} is ending already ({rollback.deployment.status}); {old} serves then."
    return f"{service}: ECS has rolled the last deployment, of {new}, back; {old} serves."


def describe_stack_file(service: str, rollback: Rollback, settings: "ServiceSettings | None", find_position: FindPosition) -> Iterator[str]:
    """Tell how the stack file agrees with what serves after the rollback, so that the next update does not undo it."""
    old, new = _read_image(rollback.back_to), _read_image(rollback.away_from)
    setting = describe_setting(service, ("image",), find_position)
    if settings is not None and old is not None and old != new and settings.image == old:
        yield f"The stack file agrees: {setting} is {old} already."
    elif old is not None and old != new:
        again = f"deploy {new}" if new is not None else "deploy the new version"
        yield f"Now make the stack file agree, or the next pulumi up may {again} again: set {setting} to {old}."
    elif old is not None:
        yield (
            f"Now make the stack file agree, or the next pulumi up may undo this. The image is the same in both revisions ({old}): restore what else changed under "
            f"{format_setting(service, ())} (environment, secrets, size), as the history of the file shows it."
        )
    else:
        yield "Now make the stack file agree, or the next pulumi up may undo this: restore the previous settings of the service."
    if settings is not None and settings.migration is not None:
        yield f"The migration of {service} is not undone: the previous version must work with the database as it is now."


def build_document(service: str, rollback: Rollback, find_position: FindPosition) -> dict[str, Any]:
    """Return a rollback as a document for JSON."""
    return {
        "service": service,
        "way": rollback.way.value,
        "deployment": {"arn": rollback.deployment.arn, "status": rollback.deployment.status, "strategy": rollback.strategy},
        "awayFrom": _build_revision(rollback.away_from),
        "backTo": _build_revision(rollback.back_to),
        "setting": format_setting(service, ("image",)),
        "position": find_position(("services", service, "image")),
    }


def _describe_end(rollback: Rollback, new: str, old: str) -> str:
    if not rollback.deployment.sources:
        return "It names no previous revision: after the first deployment of a service there is none."
    if rollback.strategy == "ROLLING":
        return f"It starts tasks of {old} again and stops those of {new}."
    stage = STAGES.index(rollback.deployment.stage) if rollback.deployment.stage in STAGES else 0
    if rollback.deployment.stage == "CLEAN_UP":
        return f"All of the traffic goes back to {old}; its tasks may have ended already, and then they start again first."
    if stage < _SHIFT:
        return f"{old} still has all of the production traffic; the tasks of {new} end."
    return f"All of the traffic goes back to {old}, whose tasks still run; then the tasks of {new} end."


def _name(revision: Revision | None, unknown: str) -> str:
    return unknown if revision is None else format_revision(revision)


def _read_image(revision: Revision | None) -> str | None:
    return revision.image if revision is not None else None


def _build_revision(revision: Revision | None) -> dict[str, Any] | None:
    return None if revision is None else {"taskDefinition": revision.task_definition, "image": revision.image, "digest": revision.digest}
