"""Counts without people: a view says what a page is, a process adds it up, and clerks see what is five or more."""
