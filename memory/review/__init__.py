"""The translator's desk: a local page on which candidates are decided and segments corrected."""
