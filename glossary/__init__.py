"""What words mean: articles in, terms found, mined, kept and exchanged. Knows nothing of `memory`."""
