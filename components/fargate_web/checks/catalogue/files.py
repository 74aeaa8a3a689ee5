"""Checks of the stack file itself: its YAML, its structure and its namespaces."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_FILES: Final = (
    CheckDescription(
        "invalid-argument",
        "error",
        "an argument of a component in a program that can't be used",
        "The program would fail, or the resource would be another than the one meant.",
        "Pass what the message says.",
    ),
    CheckDescription(
        "invalid-yaml",
        "error",
        "a file that is not YAML, or not the YAML of a stack file",
        "Pulumi could not read the file, or would read something else than what it seems to say.",
        "Correct the line that the message names. `fargate-web check --fix` corrects the common slips.",
        "https://yaml.org/spec/1.2.2/",
    ),
    CheckDescription(
        "invalid-json",
        "error",
        "a section whose text looks like JSON and is none",
        "The program could not read the section.",
        "Write the section as YAML.",
    ),
    CheckDescription(
        "key-written-twice",
        "error",
        "a key that stands twice in one map",
        "YAML parsers keep one of the two, or refuse the file.",
        "Remove one of the two.",
    ),
    CheckDescription(
        "key-without-quotes",
        "error",
        "a key that YAML reads as a number, a boolean or nothing",
        "Keys are text; parsers would make different keys of it.",
        "Quote the key.",
    ),
    CheckDescription(
        "written-in-both-ways",
        "error",
        "a short key of the first service beside the same key of the service",
        "One of the two would be ignored.",
        "Keep one of the two.",
    ),
    CheckDescription(
        "wrong-structure",
        "error",
        "a stack file without its frame",
        "Pulumi reads the keys below config: only.",
        "Write config:, and the settings below it.",
        "https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/",
    ),
    CheckDescription(
        "wrong-indentation",
        "error",
        "keys beside the section or the service that they belong to",
        "They would be read as other services or sections, or not at all.",
        "Indent them.",
    ),
    CheckDescription(
        "wrong-namespace",
        "error",
        "settings in a namespace that nothing reads",
        "Pulumi would hand them to nobody, and the stack would have the defaults.",
        "Write fargate-web: in front of the section, in every project.",
        "https://www.pulumi.com/docs/iac/concepts/config/",
    ),
    CheckDescription(
        "path-as-key",
        "error",
        "a path of the Pulumi CLI as a key of the file",
        "Pulumi takes it for the name of a key, which nothing reads.",
        "Write the section as a map, or use `pulumi config set --path`.",
        "https://www.pulumi.com/docs/iac/cli/commands/pulumi_config_set/",
    ),
    CheckDescription(
        "missing-region",
        "error",
        "a stack without a Region",
        "The provider fails (Missing region configuration).",
        "Write aws:region under config:, or set AWS_REGION.",
    ),
    CheckDescription(
        "invalid-region",
        "error",
        "a Region that does not exist",
        "The provider fails (invalid AWS Region).",
        "Write the name of a Region, such as us-west-2.",
        "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
    ),
    CheckDescription(
        "missing-stack-file",
        "error",
        "a stack without a file",
        "The program would have no settings.",
        "Write Pulumi.<stack>.yaml beside Pulumi.yaml.",
    ),
    CheckDescription(
        "boto3-missing",
        "error",
        "a migration without the package that runs it",
        "The migration would fail after everything before it was deployed.",
        "Install fargate-web[migration] in the environment of the program.",
    ),
)
