"""What sentences became: engines, enforcement, the translation memory and its files. Stands on `glossary`."""
