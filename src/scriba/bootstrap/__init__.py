"""Settings to running parts: the only place that names adapters and knows the mode.

`starting` builds the embedded server's supervisor and keys, `serving` the services of its API, `working` a worker
process, `local` what the command line needs without a server. They are apart so that no process imports what it does
not need, a model library above all.
"""
