"""Search over names: one index, made at build, and one way to ask it, for every door."""
