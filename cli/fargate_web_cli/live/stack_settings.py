"""The settings of a stack, for commands that work on its file and ask AWS."""

from pathlib import Path

from fargate_web.faults.fault import SettingsError
from fargate_web.settings.stack import Stack

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.project.project import Project, ProjectError, find_project
from fargate_web_cli.project.stack_configuration import StackConfiguration, load_configuration


def load_stack_settings(stack: str | None, config_file: Path | None) -> tuple[Project, StackConfiguration, Stack]:
    """Load the stack file that the command line chooses.

    Args:
        stack: The name of the stack, None for the default.
        config_file: The stack file, None for that of the stack.

    Returns:
        The project, the configuration of the stack, and the settings in it.

    Raises:
        LiveError: There is no such stack, its file has faults, or it is not one of fargate-web.
    """
    try:
        project = find_project()
        loaded = load_configuration(project, stack, config_file)
    except (ProjectError, SettingsError) as error:
        raise LiveError(str(error)) from None
    except OSError as error:
        raise LiveError(f"{error.filename} can't be read: {error.strerror or error}") from None
    if loaded.settings is None:
        raise LiveError(f"{loaded.file or f'The stack {loaded.name}'} has no services of fargate-web.")
    return project, loaded, loaded.settings
