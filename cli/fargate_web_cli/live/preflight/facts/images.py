"""Asks for the images of a stack: whether they exist, for which architectures, and who may pull them."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from fargate_web.settings.registry_host import PrivateRegistry, read_private_registry

from fargate_web_cli.live.batches import split_into_batches
from fargate_web_cli.live.preflight.aws_reader import AwsReader
from fargate_web_cli.live.preflight.facts.http import Fetch
from fargate_web_cli.live.preflight.facts.image_names import ImageName, parse_image_name
from fargate_web_cli.live.preflight.facts.registries import MANIFEST_TYPES, PublicRegistries, RegistryError, read_architectures

_IMAGES_IN_A_CALL: Final = 100
_NO_REPOSITORY: Final = "RepositoryNotFoundException"
_NO_POLICY: Final = "RepositoryPolicyNotFoundException"


@dataclass(frozen=True)
class ImageFacts:
    """An image that could be asked for.

    Attributes:
        registry: Its registry in ECR; None for another one.
        repository: Its repository.
        state: `no-repository` and `no-image` are those of ECR; `hidden` is an image that anonymous users don't find elsewhere.
        architectures: Its architectures for Linux, as registries name them: `amd64`, `arm64`; empty if they are not known.
        policy: The policy of a repository in another account; empty if there is none, None if it is not known.
    """

    registry: PrivateRegistry | None
    repository: str
    state: Literal["found", "no-repository", "no-image", "hidden"]
    architectures: frozenset[str] = frozenset()
    policy: Mapping[str, Any] | None = None


def gather_images(
    reader: AwsReader, images: Collection[str], account: str, fetch: Fetch, *, with_credentials: Collection[str] = ()
) -> dict[str, ImageFacts]:
    """Ask for images.

    Args:
        reader: Asks AWS.
        images: The images.
        account: The account of the stack.
        fetch: Reads a URL.
        with_credentials: The images that ECS pulls with a user name and a password.

    Returns:
        The facts by image. Those that could not be asked for are missing.
    """
    found: dict[str, ImageFacts] = {}
    repositories: dict[tuple[PrivateRegistry, str], dict[str, ImageName]] = {}
    registries = PublicRegistries(fetch)
    for image in dict.fromkeys(images):
        name, registry = parse_image_name(image), read_private_registry(image)
        if registry is not None:
            repositories.setdefault((registry, name.repository), {})[image] = name
        elif image in with_credentials:
            reader.report(f"the image {image}", "ECS pulls it with repositoryCredentials, which this command does not read.")
        else:
            try:
                architectures = registries.read_image(name)
            except RegistryError as error:
                reader.report(f"the image {image}", str(error))
            else:
                state: Literal["found", "hidden"] = "hidden" if architectures is None else "found"
                found[image] = ImageFacts(None, name.repository, state, architectures or frozenset())
    for (registry, repository), names in repositories.items():
        found |= _Repository(reader, registry, repository, fetch).read(names, account)
    return found


class _Repository:
    """A repository in ECR."""

    def __init__(self, reader: AwsReader, registry: PrivateRegistry, repository: str, fetch: Fetch) -> None:
        self._reader, self._registry, self._repository, self._fetch = reader, registry, repository, fetch
        self._where = {"registryId": registry.account, "repositoryName": repository}
        self._subject = f"the images in {registry.account}.dkr.ecr.{registry.region}.amazonaws.com/{repository}"

    def read(self, names: Mapping[str, ImageName], account: str) -> dict[str, ImageFacts]:
        """Return the facts of the images that could be asked for."""
        manifests: dict[str, Mapping[str, Any]] = {}
        failures: dict[str, str] = {}
        references = sorted({name.reference for name in names.values()})
        for some in split_into_batches(references, _IMAGES_IN_A_CALL):
            answer = self._reader.ask(
                self._subject,
                "ecr",
                "batch_get_image",
                region=self._registry.region,
                answers=(_NO_REPOSITORY,),
                imageIds=[_build_image_id(reference) for reference in some],
                acceptedMediaTypes=list(MANIFEST_TYPES),
                **self._where,
            )
            if answer is None:
                return {}
            if answer.refusal:
                return self._judge_missing_repository(names)
            for image in answer.content.get("images", ()):
                for reference in _list_references(image.get("imageId", {})):
                    manifests[reference] = _parse_object(image.get("imageManifest", ""))
            failures |= {
                reference: failure.get("failureCode", "")
                for failure in answer.content.get("failures", ())
                for reference in _list_references(failure.get("imageId", {}))
            }
        policy = self._read_policy() if self._registry.account != account else None
        found = {}
        for image, name in names.items():
            if name.reference in manifests:
                architectures = self._read_architectures(manifests[name.reference])
                found[image] = ImageFacts(self._registry, self._repository, "found", architectures, policy)
            elif failures.get(name.reference) in ("ImageNotFound", "ImageTagDoesNotMatchDigest"):
                found[image] = ImageFacts(self._registry, self._repository, "no-image", policy=policy)
            else:
                reason = failures.get(name.reference, "")
                self._reader.report(f"the image {image}", f"ECR does not say whether it exists{f' ({reason})' if reason else ''}.")
        return found

    def _judge_missing_repository(self, names: Mapping[str, ImageName]) -> dict[str, ImageFacts]:
        """Return that there is no repository, unless ECR creates it with the first pull from another registry."""
        rules = self._reader.collect(
            self._subject,
            "ecr",
            "describe_pull_through_cache_rules",
            "pullThroughCacheRules",
            region=self._registry.region,
            registryId=self._registry.account,
        )
        if rules is None:
            return {}
        prefixes = [str(rule.get("ecrRepositoryPrefix", "")) for rule in rules]
        if any(prefix == "ROOT" or self._repository.startswith(f"{prefix}/") for prefix in prefixes):
            self._reader.report(self._subject, "ECR fetches them through a pull through cache rule with the first pull.")
            return {}
        return {image: ImageFacts(self._registry, self._repository, "no-repository") for image in names}

    def _read_policy(self) -> Mapping[str, Any] | None:
        subject = f"the policy of the repository {self._repository} in account {self._registry.account}"
        answer = self._reader.ask(
            subject, "ecr", "get_repository_policy", region=self._registry.region, answers=(_NO_POLICY, _NO_REPOSITORY), **self._where
        )
        return None if answer is None else _parse_object(str(answer.content.get("policyText", "")))

    def _read_architectures(self, manifest: Mapping[str, Any]) -> frozenset[str]:
        architectures, config = read_architectures(manifest)
        if architectures or not config:
            return architectures
        subject = f"the architecture of {self._subject.removeprefix('the ')}"
        answer = self._reader.ask(
            subject,
            "ecr",
            "get_download_url_for_layer",
            region=self._registry.region,
            answers=("LayersNotFoundException", "LayerInaccessibleException"),
            layerDigest=config,
            **self._where,
        )
        if answer is None or answer.refusal:
            return frozenset()
        try:
            body = self._fetch(str(answer.content.get("downloadUrl", "")), {}).body
        except OSError as error:
            self._reader.report(subject, f"The store of ECR can't be reached: {getattr(error, 'reason', None) or error}.")
            return frozenset()
        architecture = _parse_object(body).get("architecture")
        return frozenset((str(architecture),)) if architecture else frozenset()


def _build_image_id(reference: str) -> dict[str, str]:
    return {"imageDigest": reference} if ":" in reference else {"imageTag": reference}


def _list_references(image_id: Mapping[str, str]) -> Iterator[str]:
    yield from (value for key in ("imageTag", "imageDigest") if (value := image_id.get(key)))


def _parse_object(text: str | bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
