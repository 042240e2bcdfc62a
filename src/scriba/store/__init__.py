"""Durable state: the only SQL, and the files."""
