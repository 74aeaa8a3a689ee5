"""`fargate-web cost`: the monthly cost of a stack, estimated from its registered resources and a dated table of list prices.

The estimate covers everything that AWS charges by the hour or month. Costs that depend on traffic need figures from the user; the estimate lists those
that it leaves out.
"""
