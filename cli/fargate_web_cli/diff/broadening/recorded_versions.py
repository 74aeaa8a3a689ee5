"""The resources of two recorded revisions, in the form in which their access is compared."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from fargate_web_cli.diff.broadening.access_rules import ResourceVersion, ResourceVersions
from fargate_web_cli.diff.property_paths import covers_path
from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.reference_labels import ReferenceLabels
from fargate_web_cli.diff.resource_matching import ResourceMatches
from fargate_web_cli.diff.unique_names import UniqueNames
from fargate_web_cli.diff.value_changes import is_unknown


def build_recorded_versions(
    matches: ResourceMatches, old_labels: ReferenceLabels, new_labels: ReferenceLabels, unique_names: UniqueNames
) -> list[ResourceVersions]:
    """Build the versions of all resources of two revisions, including those that don't change."""
    versions = []
    for old, new in matches.pairs:
        old_version, new_version = _build_version(old, old_labels, unique_names), _build_version(new, new_labels, unique_names)
        if old_version is not None and new_version is not None:
            ignored = [key for key in new_version.inputs if any(covers_path(path, key) for path in new.ignore_changes)]
            inputs = {**new_version.inputs, **{key: old_version.inputs[key] for key in ignored if key in old_version.inputs}}
            new_version = replace(new_version, inputs=inputs)
            # The name of the new version: a resource that is only renamed gets no access.
            old_version = replace(old_version, type=new_version.type, name=new_version.name)
        versions.append(ResourceVersions(old_version, new_version))
    versions += [ResourceVersions(None, _build_version(resource, new_labels, unique_names)) for resource in matches.created]
    versions += [ResourceVersions(_build_version(resource, old_labels, unique_names), None) for resource in matches.deleted]
    return versions


def _build_version(resource: RecordedResource, labels: ReferenceLabels, unique_names: UniqueNames) -> ResourceVersion | None:
    """Build the version of a resource. A component has no inputs of its own, and counts as a parent."""
    if resource.read:
        return None
    inputs = dict(_mark_sources(resource, labels)) if resource.is_managed else {}
    return ResourceVersion(resource.type, unique_names.find_name(resource.urn), resource.urn, inputs, resource.parent or "")


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
