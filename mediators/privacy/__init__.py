"""What people are told, may see and may ask for; and who looked."""
