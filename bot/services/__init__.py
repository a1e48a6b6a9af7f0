"""The use cases, one file each, named by what they do. They know ports and the domain, nothing else."""
