"""Who the speakers are, by what is said: names from greetings and introductions, roles from the phrases that go with them."""
