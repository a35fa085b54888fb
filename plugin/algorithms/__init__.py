"""The Processing algorithms, one a file; each only turns parameters into one call of the engine."""
