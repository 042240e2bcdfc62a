"""What a language model behind the settings' provider writes about a text: one file a task.

Every answer is JSON of a known shape. What does not fit is asked for again, and then the local method answers.
"""
