"""What browsers ask of signing in."""
