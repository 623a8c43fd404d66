"""What is printed or handed on as a document: checklists, plans."""
