"""Self-hosted speech-to-text with the pre-recorded API that developers already use."""

__version__ = "0.1.0"
