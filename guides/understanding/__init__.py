"""What somebody means by a sentence: places and their roles, answers to the guides' questions, and where to go on.

Deterministic and explainable: every conclusion keeps the words it came from. Two readings of one thing are asked, not
guessed. Words are rows (``guides.models.Phrase``) and places data; both come in as arguments. No Django here.
"""
