"""A release in a triple store elsewhere: what goes there, and over which protocol."""
