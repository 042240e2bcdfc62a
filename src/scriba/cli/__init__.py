"""The `scriba` command: one file a command, loaded when chosen."""
