"""Personal data in timed words: what is found, and what stands in its place. One file each kind of detector."""
