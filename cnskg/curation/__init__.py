"""The curator's tools, the only room that writes curated files. They refuse rather than overwrite."""
