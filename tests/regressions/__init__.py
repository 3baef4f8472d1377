"""Complaints that must not come back.

One file a complaint. Its docstring tells it: what somebody did, what came of it, and what was wrong. The tests fail
without the mend, and have been seen to. They go in where the complaint was made, by the command line or over HTTP,
unless that takes minutes. What only specifies a part, without a complaint behind it, stands beside the other tests of
that part; a test that a complaint is about moves here and is not written twice.
"""
