"""The verbs: the only code that writes. One function, one durable transaction, one journal entry."""
