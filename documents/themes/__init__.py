"""What a measure is about: one primary theme and up to two more, given by rules that admins can change.

- `rules`: the lexicon that comes with the product, as data, and looking for its terms
- `judging`: a measure and what stands around it → its themes, and why
- `subjects`: what is read of the rows of a measure
- `in_force`: the rules in force, those of the lexicon with what admins made of them
- `changing`: a change of the rules: what it would do, and doing it
"""
