"""Audio to transcript. Knows models by their protocols only, and neither HTTP, SQL nor settings."""
