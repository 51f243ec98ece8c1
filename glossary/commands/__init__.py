"""The commands that need only the glossary: article, find, lookup, terms."""
