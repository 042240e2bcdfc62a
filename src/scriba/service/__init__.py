"""Use cases and their transactions. Knows protocols, not adapters; no HTTP, no SQL."""
