"""The fakes of AWS that commands run a program against."""

from typing import Any, Final

from fargate_web.testing import UNKNOWN, AwsMocks
from pulumi import runtime

STACK_REFERENCE_TYPE: Final = "pulumi:pulumi:StackReference"


class ProgramMocks(AwsMocks):
    """Fakes of AWS and of other stacks. The outputs of a stack reference are unknown, because commands work offline."""

    def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Return the id and the outputs of a resource."""
        if args.typ == STACK_REFERENCE_TYPE:
            return args.resource_id or args.name, {"name": args.name, "outputs": UNKNOWN, "secretOutputNames": UNKNOWN}
        return super().new_resource(args)
