"""Checks of stack files that are made for several stacks: those that extend others, those with placeholders, and those with an age limit."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_EXTENSION: Final = (
    CheckDescription(
        "missing-extended-file",
        "error",
        "extends with a path that leads to no file",
        "The settings of the extended file would be missing, and what they configure would be deleted.",
        "Write the path of a stack file, from the folder of the file that extends it.",
    ),
    CheckDescription(
        "extends-itself",
        "error",
        "stack files that extend each other",
        "There would be no end of files to read.",
        "Remove extends from one of the files that the message names.",
    ),
    CheckDescription(
        "inherited-secret",
        "error",
        "an encrypted value in an extended file",
        "Each stack has a key of its own. Pulumi decrypts the values of the stack's own file only, so that the program never gets this one.",
        "Set the secret for this stack, keep it in Secrets Manager or Parameter Store (secrets), or write null to remove the key.",
        "https://www.pulumi.com/docs/iac/concepts/secrets/",
    ),
    CheckDescription(
        "configuration-not-inherited",
        "warning",
        "configuration of the extended file that Pulumi reads itself",
        "Pulumi passes the configuration of the stack's own file to providers, such as the accounts that the AWS provider is restricted to.",
        "Write the key into the file that extends as well.",
        "https://www.pulumi.com/docs/iac/concepts/config/",
    ),
    CheckDescription(
        "null-without-effect",
        "warning",
        "null for a key that the extended file does not have",
        "Nothing is removed: the key is misspelt, or the extended file has changed since.",
        "Remove the key, or correct it.",
    ),
    CheckDescription(
        "misspelt-placeholder",
        "error",
        "another spelling of ${stack} or ${project}",
        "Nothing replaces it: AWS would get it as text, or refuse it.",
        "Write ${stack} for the name of the stack, and ${project} for that of the project.",
    ),
    CheckDescription(
        "age-limit-of-protected-stack",
        "error",
        "maxAgeInDays on a protected stack",
        "A workflow would destroy what users depend on because nobody has updated it for a while.",
        "Remove maxAgeInDays, or write protected: false if the stack is no more than a trial. A file that extends a protected one needs protected: false as well.",
    ),
    CheckDescription(
        "age-limit-without-effect",
        "warning",
        "a stack with an age limit that can't be destroyed",
        "`pulumi destroy` stops at a resource that is protected from deletion, and the environment stays and costs.",
        "Turn off deletion protection, and let repositories be deleted with their images (forceDelete).",
    ),
)
