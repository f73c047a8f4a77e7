"""The pages: marking and results in the Office, the own result in the Classroom."""
