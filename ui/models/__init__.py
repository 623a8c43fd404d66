"""Qt item models over finished rows."""
