"""What the product knows without technology: values in, values out; no clock, no I/O."""
