"""The bilingual page: an article and its English side by side, every term marked with what became of it."""
