"""Kernel limits of a container: open files and Linux capabilities, as far as Fargate supports them."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator

from .fix import Edit, Fix, write
from .section import RuleViolation, Section, allow_shorthand, describe_field, find_duplicates
from .value_types import build_value_error

_MAX_OPEN_FILES = 1_048_576
"""fs.nr_open of Linux: a container with a higher limit would not start (error setting rlimit: operation not permitted)."""


class Ulimit(Section):
    """A limit of a resource. The soft limit applies, and a process may raise it up to the hard limit."""

    soft: Annotated[int, describe_field(f"The limit that applies (1–{_MAX_OPEN_FILES}).", ge=1, le=_MAX_OPEN_FILES)]
    hard: Annotated[
        int | None,
        describe_field(
            f"The limit up to which a process may raise it (1–{_MAX_OPEN_FILES}). Default: the same as soft.", ge=1, le=_MAX_OPEN_FILES
        ),
    ] = None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the soft limit is not above the hard limit."""
        if self.hard is not None and self.soft > self.hard:
            yield RuleViolation(
                ("soft", "hard"),
                f"the soft limit, {self.soft}, is above the hard limit, {self.hard}, so that the container would not start",
                "soft-limit-above-hard",
                (write("soft", value=self.hard), write("hard", value=self.soft)),
            )


_UNSUPPORTED_ULIMIT_HINT = "Fargate supports nofile only, and leaves this limit to the operating system; remove it"


class Ulimits(Section):
    """Limits of a container's processes. Fargate supports the limit of open files; the operating system sets the others."""

    nofile: Annotated[
        Ulimit,
        allow_shorthand("soft", {"type": "integer", "minimum": 1, "maximum": _MAX_OPEN_FILES}),
        describe_field(
            "How many files and sockets a process may have open. Fargate's default: 65535.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html",
            example=65536,
        ),
    ]

    key_hints = dict.fromkeys(
        ["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack"],
        _UNSUPPORTED_ULIMIT_HINT,
    )


_DROPPABLE_CAPABILITIES: Final = [
    "ALL",
    "AUDIT_CONTROL",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "SYSLOG",
    "WAKE_ALARM",
]


def _validate_dropped_capability(value: Any) -> Any:
    if not isinstance(value, str) or value in _DROPPABLE_CAPABILITIES:
        return value
    short = value.upper().removeprefix("CAP_")
    problem = f"{value!r} isn't a capability as ECS names it (ClientException)"
    if short not in _DROPPABLE_CAPABILITIES:
        raise build_value_error(f"{problem}; write ALL, or one like NET_RAW", "unknown-capability")
    raise build_value_error(problem, "unknown-capability", fixes=(write(value=short, certain=True),))


def _validate_added_capability(value: Any) -> Any:
    if isinstance(value, str) and value != "SYS_PTRACE":
        is_misspelled = value.upper().removeprefix("CAP_") == "SYS_PTRACE"
        fix = (
            write(value="SYS_PTRACE", certain=True)
            if is_misspelled
            else Fix("remove it, and the programs that need it from the image", (Edit((), "remove"),))
        )
        problem = f"Fargate allows no capability beyond Docker's defaults except SYS_PTRACE, and {value!r} isn't it"
        raise build_value_error(problem, "unknown-capability", fixes=(fix,))
    return value


class Capabilities(Section):
    """Linux capabilities: the privileges of root, one by one. A container has Docker's default set of fourteen."""

    drop: Annotated[
        list[Annotated[str, BeforeValidator(_validate_dropped_capability)]],
        describe_field(
            "Capabilities to remove from the container: ALL, or names like NET_RAW. A user other than root uses none of them.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html",
            example=["ALL"],
        ),
    ] = []
    add: Annotated[
        list[Annotated[Literal["SYS_PTRACE"], BeforeValidator(_validate_added_capability)]],
        describe_field(
            "Capabilities to add: SYS_PTRACE, with which a tool observes the processes of its container. Fargate supports no other.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
        ),
    ] = []

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that no capability is listed twice, or both dropped and added."""
        lists: tuple[tuple[str, list[str]], ...] = (("drop", self.drop), ("add", [*self.add]))
        for field, capabilities in lists:
            for duplicate in find_duplicates(capabilities):
                yield RuleViolation(
                    (field,),
                    f"{duplicate} is listed twice",
                    "listed-twice",
                    (write(field, value=list(dict.fromkeys(capabilities)), certain=True),),
                )
        if "SYS_PTRACE" in self.drop and "SYS_PTRACE" in self.add:
            dropped, added = ([name for name in names if name != "SYS_PTRACE"] for names in (self.drop, self.add))
            yield RuleViolation(
                ("add", "drop"),
                "SYS_PTRACE is both dropped and added",
                "capability-dropped-and-added",
                (write("drop", value=dropped), write("add", value=added)),
            )
