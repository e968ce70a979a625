-- What is still kept of one entry's values.
-- $1 audit number
SELECT field, salt, old_value, new_value FROM history WHERE audit_number = $1
