"""People and what they may do: the product's groups, signing in, the second factor."""
