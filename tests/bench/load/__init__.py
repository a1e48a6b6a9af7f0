"""A load generator, what it is pointed at, and what it sends."""
