"""The audience of a letter: the lists it goes to, its segment, and who is left out."""
