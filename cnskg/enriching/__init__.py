"""Fetching chosen statements on mapped things from other endpoints, into a graph of its own."""
