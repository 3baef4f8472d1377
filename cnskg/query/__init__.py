"""Queries on one release, in worker processes. Each of them imports this file at its start: it stays empty."""
