"""The branch of the tree in `scriba.core.errors` that only an operator meets: this machine, its settings, its data directory."""

from __future__ import annotations

from scriba.core.errors import ScribaError


class OperatorError(ScribaError):
    """The server cannot run like this; the text says what to change."""

    code = "operator"
    exit_code = 6


class DataDirectoryError(OperatorError):
    """The data directory cannot be created or written."""

    code = "data_directory"


class DataDirectoryBusyError(OperatorError):
    """Another server is running on the same data directory."""

    code = "data_directory_busy"


class PortInUseError(OperatorError):
    """The address to listen on is taken or not available."""

    code = "port_in_use"


class SettingsError(OperatorError):
    """A setting has a value that cannot be used."""

    code = "settings"


class ProviderError(OperatorError):
    """The language model that the settings name does not answer, or not in the form that was asked for."""

    code = "provider"
