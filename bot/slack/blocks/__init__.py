"""What people see: results in, Block Kit out. Pure functions, one file for each kind of screen."""
