"""What must hold of the curated content, each rule a check of the registry."""
