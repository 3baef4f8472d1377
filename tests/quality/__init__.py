"""The quality of a release: each check finds its planted fault, each figure counts."""
