"""Pictures of the graph, drawn on the server: each also a table, a CSV, an SVG and the query behind it.

A module for each picture asks (`QUERY`) and says what is to be seen (`make`); `grid`, `chains`, `layers` and `spans`
draw it on the canvas of `svg`. What a picture is called and says stands in `words.toml`.
"""
