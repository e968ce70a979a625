-- What left long ago, within a part of the table.
-- $1 first number of the part, $2 first number after it, $3 the first instant that is kept
DELETE FROM outbox WHERE number >= $1 AND number < $2 AND created_at < $3 AND state NOT IN ('owed', 'given_up')
