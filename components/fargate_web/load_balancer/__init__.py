"""The Application Load Balancer: listeners, certificate, access logs and web ACL."""
