"""The pages: the Office's files, tree and posts; the Classroom's own file."""
