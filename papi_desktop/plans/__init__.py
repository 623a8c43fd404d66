"""Reading plan documents: formats, tables, columns, rows, tasks."""
