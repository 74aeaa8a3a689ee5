"""The components for all Pulumi languages: a provider that hosts them. Its schema is generated from the same models.

`pulumi package add` generates an SDK from that schema. This package is imported only if the provider runs.
"""
