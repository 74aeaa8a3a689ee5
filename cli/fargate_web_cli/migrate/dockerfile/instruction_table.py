"""The table of the instructions of a Dockerfile, for the converter and the documentation."""

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """An instruction, and its conversion.

    Attributes:
        word: The instruction.
        counterpart: Its counterpart in a stack file; empty if it stays in the image.
        note: The conversion, or what to do.
        outcome: `image`: it applies in the image and needs no setting; `carried`: it becomes a setting; `left`: it is reported.
    """

    word: str
    counterpart: str = ""
    note: str = ""
    outcome: Literal["image", "carried", "left"] = "image"


INSTRUCTION_TABLE: Final[tuple[InstructionRow, ...]] = (
    InstructionRow(
        "FROM",
        "cpuArchitecture",
        "the last stage counts, with those that it starts from; linux/arm64 as its platform becomes ARM64",
        "carried",
    ),
    InstructionRow("EXPOSE", "port", "the first TCP port; further ones are reported, since they need `additionalRoutes`", "carried"),
    InstructionRow("USER", "user", "reported if it is root or missing", "carried"),
    InstructionRow("HEALTHCHECK", "containerHealthCheck", "ECS takes no health check from the image; NONE needs none", "carried"),
    InstructionRow("STOPSIGNAL", "", "ECS stops a container with the signal of its image, and kills it after stopTimeout"),
    InstructionRow(
        "VOLUME", "", "an empty folder of each task, which ends with it; for data that lasts write volumes with fileSystemId", "left"
    ),
    InstructionRow(
        "ENV", "", "it holds in the image; what looks like a secret is reported, since everyone who can pull the image can read it"
    ),
    InstructionRow("ARG", "", "it is an argument of the build"),
    InstructionRow("CMD", "", "it holds in the image"),
    InstructionRow("ENTRYPOINT", "", "it holds in the image"),
    InstructionRow("WORKDIR", "", "it holds in the image"),
    InstructionRow("LABEL", "", "it holds in the image"),
    InstructionRow("RUN", "", "it is a step of the build"),
    InstructionRow("COPY", "", "it is a step of the build"),
    InstructionRow("ADD", "", "it is a step of the build"),
    InstructionRow("SHELL", "", "it is a step of the build"),
    InstructionRow("ONBUILD", "", "it holds for images that start from this one, and not for the service"),
    InstructionRow("MAINTAINER", "", "it says nothing of how the image runs"),
)
ROWS: Final = {row.word: row for row in INSTRUCTION_TABLE}
