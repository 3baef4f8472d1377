"""Why it follows, or what it lacks: proofs, near misses and contradictions, for people and machines."""
