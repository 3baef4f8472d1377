"""Gates that fail: for each limit, setting, kind of error, sandbox rule and build step one planted fault.

`faults.toml` holds the faults as data: where, what is taken out, what is put in, and the named test that must go red.
`test_faults.py` holds the table against the registries, so that a new gate without a fault fails the suite; `make
faults` plants them one by one in a copy and sees each test go red. Checks and inference rules have their failing
samples beside them (tests/checks, tests/reasoning/test_rules.py).
"""
