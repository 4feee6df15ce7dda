"""Properties of the law are tried on a few dozen cases each; the law needs no database and no clock."""

from hypothesis import settings

settings.register_profile("law", max_examples=30, deadline=None, database=None)
settings.load_profile("law")
