"""What the passes know about written and spoken text: words and their punctuation, numbers, addresses, word lists."""
