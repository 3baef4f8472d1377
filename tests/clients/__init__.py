"""The service as the clients see it that people use: each is the real one, over HTTP."""
