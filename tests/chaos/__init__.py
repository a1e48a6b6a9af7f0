"""A fault test that anyone can run: `make chaos`. See `__main__`."""
