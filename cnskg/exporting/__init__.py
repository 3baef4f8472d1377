"""A release as files for publishers: RDF, tables, SQLite, Parquet, FollowTheMoney, nanopublications, a crate of all.

Everything is read from the dumps of the release and passes through one SQLite file, so that memory stays bounded and
what is written does not depend on the order in which it is read.
"""
