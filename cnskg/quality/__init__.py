"""The quality of a release as data: checks and figures, each a SPARQL query in a file of its own."""
