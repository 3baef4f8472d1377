"""Releases: built from the curated content, kept in folders named by their inputs, described."""
