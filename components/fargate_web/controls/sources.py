"""The pages that explain controls."""


def link_security_hub(control: str) -> str:
    """Return the page of a control of Security Hub: `ECS.4` is in the list of ECS's controls."""
    service, number = control.split(".")
    return f"https://docs.aws.amazon.com/securityhub/latest/userguide/{service.lower()}-controls.html#{service.lower()}-{number}"


CHECKOV = "https://www.checkov.io/5.Policy%20Index/terraform.html"
"""The list of checkov's checks. It has no link for each."""
