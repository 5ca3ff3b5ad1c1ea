"""Stories of letters: which a letter brings, and of these each reader what they follow."""
