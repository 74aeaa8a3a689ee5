"""The provider of the components for other languages: `pulumi package add` and the Pulumi engine start it."""

from fargate_web.plugin.provider import serve_provider

if __name__ == "__main__":
    serve_provider()
