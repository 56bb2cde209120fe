"""What a person should look at: what the parser was unsure of, where an import and a person disagree, what readers say.

- `raising`: what there is to look at in a plan, kept as `ReviewItem` rows through imports and corrections
- `placing`: which entry a place of the source belongs to, and where words of the source stand in a reading text
- `settling`: what a person makes of an item, and undoing that
- `progress`: how far each plan has come
"""
