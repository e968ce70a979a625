-- Empties the history up to an entry.
-- $1 audit number
DELETE FROM history WHERE audit_number < $1
