"""The pages of the Classroom about learning, and who writes in the Studio."""
