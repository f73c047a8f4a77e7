"""How far each branch is covered: committees, posts, the trained and the certified."""
