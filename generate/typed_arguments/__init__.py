"""Generates the typed arguments of the components from the models of the settings.

There are two packages: `fargate_web.generated.inputs` for Python, and `fargate_web.generated.plugin_inputs` for Pulumi's analyzer, which
generates the SDKs of other languages.
"""
