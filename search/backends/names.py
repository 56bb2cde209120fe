"""The names of columns of a segment that are not fields of haystack's, and of the index."""

IDENTITY = "identity"  # the number in the database, padded so that it sorts as a number: equals are listed in its order
STAMP = "stamp"  # a digest of all that was indexed of an entry, to tell whether it is the present state
AS_SEARCHED = "as_searched"  # stored where every Chinese character of the document is searched as it is and where it is
INDEX = "MAIN"  # what Whoosh calls an index that was given no name
PACKED = "packed"  # in the row of the first document, what `keys.packed` gave for all documents of the segment
