"""Pages of online services in the area: which service is live where, and how it gets there."""
