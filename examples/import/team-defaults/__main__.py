"""A shop front: what the team says once is in web_service.py."""

import pulumi
from fargate_web import Cluster, LoadBalancer, Network
from web_service import WebService

network = Network("network", {"natGateways": "single"})
cluster = Cluster("cluster", {})
balancer = LoadBalancer("balancer", {"network": network})
wires = {"network": network, "cluster": cluster, "load_balancer": balancer}

images = "123456789012.dkr.ecr.us-west-2.amazonaws.com"
shop = WebService("shop", {"image": f"{images}/shop:2.1.0", "route": {"priority": 20}, **wires})
search = WebService(
    "search",
    {
        "image": f"{images}/search:1.0.7",
        "route": {"paths": ["/search", "/search/*"], "priority": 10},
        "memory": 2048,
        "logs": {"retentionInDays": 7},
        **wires,
    },
)
pulumi.export("url", shop.url)
