"""`python -m cnskg`."""

from .cli import main

main()
