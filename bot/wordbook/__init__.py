"""The word book: what the product knows of words and of weighing evidence, as files that come along."""
