"""Limits: how many letters may leave in a minute, an hour and a day, and who took how many."""
