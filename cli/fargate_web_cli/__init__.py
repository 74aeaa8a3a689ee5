"""The command `fargate-web`: previews, diffs, estimates and pictures of stacks, offline."""
