"""Checks of the builds of images."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_BUILDS: Final = (
    CheckDescription(
        "build-beside-image",
        "error",
        "a container with both an image and a build",
        "Only one of them can run.",
        "Remove image or build.",
    ),
    CheckDescription(
        "build-without-context",
        "error",
        "a build from a folder that doesn't exist",
        "pulumi up fails before it changes a service.",
        "Write the folder, relative to the folder of Pulumi.yaml.",
        "https://docs.docker.com/build/concepts/context/",
    ),
    CheckDescription(
        "build-without-dockerfile",
        "error",
        "a build without its Dockerfile",
        "pulumi up fails before it changes a service.",
        "Write the path of the Dockerfile, relative to the folder of Pulumi.yaml.",
        "https://docs.docker.com/build/concepts/dockerfile/",
    ),
    CheckDescription(
        "build-without-dockerignore",
        "warning",
        "a large folder that is sent to Docker with each build",
        "Each build takes longer, and a COPY of everything takes the folder into the image.",
        "Write the folder into .dockerignore.",
        "https://docs.docker.com/build/concepts/context/#dockerignore-files",
    ),
    CheckDescription(
        "secret-in-build-argument",
        "warning",
        "a build argument that looks like a secret (an error on a protected stack)",
        "Everybody who can pull the image reads it in its history.",
        "Give the running container what it needs under secrets, or let a pipeline with build secrets build the image.",
        "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
    ),
)
