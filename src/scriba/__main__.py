"""`python -m scriba` is the `scriba` command."""

from scriba.cli.main import run

run()
