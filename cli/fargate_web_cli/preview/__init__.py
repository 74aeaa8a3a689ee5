"""`fargate-web preview`: a run of the real program in this process, against fakes of AWS."""
