"""Reading what people write: plain text that remembers the original, words, spelling, meaning.

Knows no scenario and no rubric; what is read here is graded or searched elsewhere.
"""
