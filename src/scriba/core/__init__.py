"""Values and vocabulary. Imports the standard library, numpy and pydantic only."""
