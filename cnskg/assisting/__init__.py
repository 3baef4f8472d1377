"""The graph for assistants: an MCP server whose few tools answer with evidence. It rests on the rooms below it."""
