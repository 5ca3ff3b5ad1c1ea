"""Blocks: the pieces a letter is put together from."""
