"""Links between things of ours and those of other open data: how many there are, proposed ones, and ones that drift."""
