"""The HTTP edge: the contract's addresses, bodies and texts. Everything behind it is `scriba.service`."""
