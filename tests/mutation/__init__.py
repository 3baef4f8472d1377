"""Changes to the code that tests should notice: which they do, module by module."""
