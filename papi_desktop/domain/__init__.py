"""Pure rules of the field: words, periods, timing, targets, progress, the journal chain. Standard library only."""
