"""The resources of two recorded revisions, in the form in which their access is compared."""

from collections.abc import Iterator
from typing import Any

from fargate_web_cli.diff.broadening.access_rules import ResourceVersion, ResourceVersions
from fargate_web_cli.diff.property_paths import covers_path
from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.reference_labels import ReferenceLabels
from fargate_web_cli.diff.resource_matching import ResourceMatches
from fargate_web_cli.diff.value_changes import is_unknown


def build_recorded_versions(matches: ResourceMatches, old_labels: ReferenceLabels, new_labels: ReferenceLabels) -> list[ResourceVersions]:
    """Build the versions of all resources of two revisions, including those that don't change."""
    versions = []
    for old, new in matches.pairs:
        old_version, new_version = _build_version(old, old_labels), _build_version(new, new_labels)
        if old_version is not None and new_version is not None:
            ignored = [key for key in new_version.inputs if any(covers_path(path, key) for path in new.ignore_changes)]
            inputs = {**new_version.inputs, **{key: old_version.inputs[key] for key in ignored if key in old_version.inputs}}
            new_version = ResourceVersion(new.type, new.name, new.urn, inputs, new.parent or "")
            # The name of the new version: a resource that is only renamed gets no access.
            old_version = ResourceVersion(new.type, new.name, old.urn, old_version.inputs, old.parent or "")
        versions.append(ResourceVersions(old_version, new_version))
    versions += [ResourceVersions(None, _build_version(resource, new_labels)) for resource in matches.created]
    versions += [ResourceVersions(_build_version(resource, old_labels), None) for resource in matches.deleted]
    return versions


def _build_version(resource: RecordedResource, labels: ReferenceLabels) -> ResourceVersion | None:
    """Build the version of a resource; its parent counts also if it is a component of the program."""
    inputs = dict(_mark_sources(resource, labels)) if resource.is_managed else {}
    return None if resource.read else ResourceVersion(resource.type, resource.name, resource.urn, inputs, resource.parent or "")


def _mark_sources(resource: RecordedResource, labels: ReferenceLabels) -> Iterator[tuple[str, Any]]:
    """Yield the inputs, with the sources of unknown values, so that two unknown values with other sources differ."""
    for key, value in labels.replace_with_labels(resource.inputs).items():
        sources = sorted(urn.rpartition("::")[2] for urn in resource.property_dependencies.get(key, ()))
        yield key, _mark_unknown(value, sources)


def _mark_unknown(value: Any, sources: list[str]) -> Any:
    if is_unknown(value):
        return {"$unknown": sources}
    if isinstance(value, dict):
        return {key: _mark_unknown(part, sources) for key, part in value.items()}
    return [_mark_unknown(part, sources) for part in value] if isinstance(value, list) else value
