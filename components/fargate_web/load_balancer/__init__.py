"""The Application Load Balancer: listeners, certificates, mutual TLS, access logs and web ACL."""
