"""Asks DNS which servers answer for a domain. Python resolves addresses only, so that the question is written out here (RFC 1035)."""

import re
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from secrets import randbelow
from typing import Final, TypeAlias

Exchange: TypeAlias = Callable[[bytes], bytes | None]
"""Sends a question to a resolver and returns the answer. None if there is no resolver, or if it does not answer."""

_NS: Final = 2
_INTERNET: Final = 1
_RECURSION: Final = 0x0100
_RESPONSE_CODE: Final = 0x000F
_NO_SUCH_NAME: Final = 3
_TIMEOUT_SECONDS: Final = 5
_MAXIMUM_BYTES: Final = 4096
_MAXIMUM_LABELS: Final = 128
_RESOLVER_PATTERN: Final = re.compile(r"^\s*nameserver\s+([0-9a-fA-F.:]+)", re.MULTILINE)


def find_name_servers(domain: str, exchange: Exchange) -> frozenset[str] | None:
    """Return the servers that answer for a domain; none if nobody does. Return None if no resolver tells.

    Args:
        domain: The domain.
        exchange: Sends the question.
    """
    number = randbelow(0x10000)
    name = b"".join(bytes((len(label),)) + label.encode("ascii") for label in domain.rstrip(".").split(".")) + b"\0"
    answer = exchange(struct.pack("!6H", number, _RECURSION, 1, 0, 0, 0) + name + struct.pack("!2H", _NS, _INTERNET))
    try:
        return None if answer is None else _read_answer(answer, number)
    except (struct.error, IndexError, UnicodeDecodeError):
        return None


def ask_resolver(question: bytes, resolvers: Path = Path("/etc/resolv.conf")) -> bytes | None:
    """Send a question to the resolvers of the machine, one after the other."""
    try:
        addresses = _RESOLVER_PATTERN.findall(resolvers.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as connection:
                connection.settimeout(_TIMEOUT_SECONDS)
                connection.sendto(question, (address, 53))
                return connection.recv(_MAXIMUM_BYTES)
        except OSError:
            continue
    return None


def _read_answer(answer: bytes, number: int) -> frozenset[str] | None:
    received, flags, questions, answers, *_ = struct.unpack_from("!6H", answer)
    code = flags & _RESPONSE_CODE
    if received != number or code not in (0, _NO_SUCH_NAME):
        return None
    position = 12
    for _ in range(questions):
        position = _read_name(answer, position)[1] + 4
    servers = set()
    for _ in range(answers):
        position = _read_name(answer, position)[1]
        kind, _, _, length = struct.unpack_from("!2HIH", answer, position)
        position += 10
        if kind == _NS:
            servers.add(_read_name(answer, position)[0])
        position += length
    return frozenset(servers)


def _read_name(answer: bytes, position: int) -> tuple[str, int]:
    """Return the name at a position, and the position after it. A name may end with a pointer to an earlier one."""
    labels: list[str] = []
    end = 0
    for _ in range(_MAXIMUM_LABELS):
        length = answer[position]
        if length >= 0xC0:
            end = end or position + 2
            position = (length & 0x3F) << 8 | answer[position + 1]
        elif length:
            labels.append(answer[position + 1 : position + 1 + length].decode("ascii").lower())
            position += 1 + length
        else:
            return ".".join(labels), end or position + 1
    raise IndexError
