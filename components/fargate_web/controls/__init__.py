"""Security controls over the resources of any program: what Security Hub, CIS and scanners require, as functions."""
