"""How people come in: second factor, sessions, passwords given at the counter."""
