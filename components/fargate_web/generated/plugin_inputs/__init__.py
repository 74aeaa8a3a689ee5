"""The arguments of the components as Pulumi's analyzer takes them, for the SDKs of other languages.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""
