"""How we write days and moments, where Django's way is not ours."""
