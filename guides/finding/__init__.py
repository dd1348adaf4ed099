"""What can be found, and what fits a sentence best: pages as entries, an index over their words, one ranking.

Rooms that have pages of their own say so by registering a source (``sources``); nothing here knows them by name.
"""
