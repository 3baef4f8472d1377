"""Questions in people's own words: how they are read, and which ready question is nearest. No model, only words."""
