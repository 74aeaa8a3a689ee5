"""The typed arguments of the components, written from the models that check them.

There are two packages: `fargate_web.generated.inputs` for Python, and `fargate_web.generated.plugin_inputs` for Pulumi's analyzer, which
makes the SDKs of other languages from it.
"""
