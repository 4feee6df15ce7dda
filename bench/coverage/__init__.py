"""How fast coverage is counted, from one county to the whole country."""
