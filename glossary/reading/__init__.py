"""How a file becomes an article, step by step: bytes, lines, what each line is, which lines are the article."""
