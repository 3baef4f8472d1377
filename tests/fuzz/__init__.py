"""Generated queries, put to our engine and to a second one."""
