"""Applications in numbers: how long their lists and pages take, and how long it takes to take them along."""
