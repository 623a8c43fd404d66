"""Pages of the side bar."""
