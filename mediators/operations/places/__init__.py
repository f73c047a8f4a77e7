"""What can happen to the places of the tree, and what it does to what stands there."""
