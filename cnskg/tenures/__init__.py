"""Who holds which post as of a date, by what the texts say of that time."""
