"""The interface for other systems: reading and importing coverage, described by OpenAPI."""
