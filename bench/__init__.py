"""Benchmarks: the whole job at three sizes, its pages, and the same letter made by others."""
