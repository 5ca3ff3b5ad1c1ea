"""Forms of the staff screens, one file per noun."""
