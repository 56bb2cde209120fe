"""Taking all that persons did to plans to another installation, as JSON.

Numbers mean nothing there. So a plan is known by the digests of its sources, else by number or title; its entries by
place and words, as for an import; agencies by name and province. What the parser said when a person corrected it goes
along: where the other installation's parser says something else, that is a conflict there too.

- `leaving`: from rows to the document
- `arriving`: from the document to rows; as often as wanted
"""
