"""What Django, allauth and Wagtail say to people, said in our words.

Nobody imports this: marking a string here puts it into our catalogue, and a project's
catalogue goes before those of its parts. `studio.js` does the same for what scripts say;
it is read by `make messages` and never served.
"""
