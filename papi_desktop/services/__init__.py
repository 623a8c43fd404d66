"""One function per action of a user: each opens a unit of work and returns a frozen result."""
