"""What users notice of another KMS key."""

from typing import Any, Final

from fargate_web_cli.diff.effects.surroundings import Surroundings, get_nested, list_users
from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.recorded_resources import RecordedResource

_TOPIC: Final = "aws:sns/topic:Topic"


def explain_key(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain the deletion of a key that encrypts notifications only, which SNS does not keep."""
    key = surroundings.find_old(change)
    if change.op != "delete" or key is None or not surroundings.is_complete:
        return None
    users = [user for user, _ in list_users(key.urn, surroundings.old.values()) if user.parent != key.urn]
    if not users or any(user.type != _TOPIC for user in users):
        return None
    days = key.inputs.get("deletionWindowInDays", 30)
    kept = [user.name for user in users if not surroundings.is_deleted(user.urn)]
    other = f"the topic {' and '.join(kept)} uses another key or none; " if kept else ""
    return f"{other}SNS keeps no messages, and those under way can be read for {days} more days"


def explain_log_group_key(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain another key of a log group: CloudWatch Logs encrypts what is written from then on."""
    keys = _find_keys(change, surroundings, "kmsKeyId")
    if keys is None:
        return None
    before, after = keys
    if before is None:
        return "new log events are encrypted with the key; those of before stay as they are"
    return "log events of before can be read only as long as their key exists" if after is not None else None


def explain_cluster(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain another key of the ephemeral storage: ECS uses it for tasks that a later deployment starts."""
    keys = _find_keys(change, surroundings, "configuration", "managedStorageConfiguration", "fargateEphemeralStorageKmsKeyId")
    if keys is None:
        return None
    key = "its new key" if keys[1] is not None else "AWS's own key"
    return f"the ephemeral storage of tasks is encrypted with {key} from the next deployment of their service on; running tasks keep theirs"


def _find_keys(change: ResourceChange, surroundings: Surroundings, *path: str) -> tuple[Any, Any] | None:
    """Return the keys before and after a change of a key; None if it isn't changed."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if change.op != "update" or old is None or new is None:
        return None
    before, after = get_nested(old.inputs, *path), get_nested(new.inputs, *path)
    is_changed = before != after or _list_references(old, path[0]) != _list_references(new, path[0])
    return (before, after) if is_changed and (before is not None or after is not None) else None


def _list_references(resource: RecordedResource, key: str) -> set[str]:
    return {urn for urn in resource.property_dependencies.get(key, ()) if "aws:kms/key:Key::" in urn}
