"""The components for every language of Pulumi: a provider that hosts them, whose schema is made from the same models.

`pulumi package add` makes an SDK of that schema. Nothing here is imported unless the provider runs.
"""
