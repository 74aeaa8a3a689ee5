"""Asks for the settings of ECS in the account."""

from fargate_web_cli.live.preflight.aws_reader import AwsReader


def gather_dual_stack(reader: AwsReader) -> bool | None:
    """Ask whether ECS gives tasks an IPv6 address in subnets that have a block of it. Return None if it can't be asked for."""
    answer = reader.ask("the settings of ECS", "ecs", "list_account_settings", name="dualStackIPv6", effectiveSettings=True)
    if answer is None or not answer.content.get("settings"):
        return None
    return any(setting.get("value") == "enabled" for setting in answer.content["settings"])
