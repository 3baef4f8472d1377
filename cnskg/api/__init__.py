"""The graph from Python: `import cnskg; kg = cnskg.open()`. It rests on the rooms below it."""
