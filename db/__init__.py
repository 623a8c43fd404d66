"""Tables, engine, unit of work, journal, search, migrations."""
