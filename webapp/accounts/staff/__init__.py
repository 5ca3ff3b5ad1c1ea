"""Who works for the paper: appointed or invited, disabled, and always with an owner in office."""
