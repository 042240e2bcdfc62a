"""Settings to running parts: the only place that names adapters and knows the mode.

`serving` builds what the API and the supervisor need, `working` a worker process, `local` what the command line needs
without a server. They are apart so that the API process never imports a model library.
"""
