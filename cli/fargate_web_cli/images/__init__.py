"""`fargate-web images`: the digests of the images in a stack file."""
