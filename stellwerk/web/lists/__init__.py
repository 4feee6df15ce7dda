"""Every list of the house is shown by the same table: pages, sorting, filters, columns, views and files."""
