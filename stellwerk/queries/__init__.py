"""The questions: work lists, balances, histories. They never write."""
