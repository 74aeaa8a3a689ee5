"""Writes the typed arguments of the components, from the models that check them.

`python -m fargate_web.typed` writes two packages: `fargate_web.inputs` for Python, and `fargate_web.plugin.inputs` for Pulumi's analyzer, which makes
the SDKs of other languages from it. `--check` only tells whether they are up to date.
"""
