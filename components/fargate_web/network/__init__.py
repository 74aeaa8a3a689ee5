"""The network: VPC, subnets, endpoints and flow logs."""
