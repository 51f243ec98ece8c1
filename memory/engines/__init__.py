"""Translation engines behind one protocol (`base`), one engine a module."""
