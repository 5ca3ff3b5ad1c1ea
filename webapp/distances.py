"""How far two spellings are apart."""

from __future__ import annotations


def distance(one: str, other: str) -> int:
    """How many letters are to be put in, taken out, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        above, before, row = before, row, [place]
        for at, wanted in enumerate(other, 1):
            steps = [before[at] + 1, row[-1] + 1, before[at - 1] + (letter != wanted)]
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == wanted:
                steps.append(above[at - 2] + 1)
            row.append(min(steps))
    return row[-1]
