-- Keys that no platform repeats any more, within a part of the table.
-- $1 first key of the part, $2 first key after it, $3 the first day that is kept
DELETE FROM inbox WHERE key >= $1 AND key < $2 AND day < $3
