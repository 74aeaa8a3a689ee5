"""What keeps a session from starting."""

from dataclasses import dataclass

from fargate_web_cli.live.setting_positions import FindPosition, describe_setting


@dataclass(frozen=True)
class Obstacle:
    """Something that is missing for a session.

    Attributes:
        problem: What is missing, in one sentence without a full stop.
        remedy: What to do.
        setting: The key to change, below that of the service in the stack file.
    """

    problem: str
    remedy: str
    setting: tuple[str, ...] | None = None


class NotReadyError(Exception):
    """No session can start."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__("; ".join(obstacle.problem for obstacle in obstacles))
        self.obstacles = obstacles


def describe_obstacle(obstacle: Obstacle, service: str, find_position: FindPosition) -> str:
    """Return an obstacle as a line, with the position of the setting that removes it."""
    setting = f"{describe_setting(service, obstacle.setting, find_position)}: " if obstacle.setting else ""
    return f"{obstacle.problem}; {setting}{obstacle.remedy}."
