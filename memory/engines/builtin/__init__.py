"""The Arabic-English package that ships inside midan, in Argos format; PACKAGE.md says what it is."""
