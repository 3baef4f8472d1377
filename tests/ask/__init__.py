"""What newcomers ask, and which ready question answers it."""
