"""Lists as they are declared: which columns, filters and words a list has, and who sees which rows of it."""
