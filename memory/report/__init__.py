"""The bilingual page: its template, style and script."""
