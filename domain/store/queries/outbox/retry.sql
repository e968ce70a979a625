-- Somebody wants it tried once more.
-- $1 number, $2 now
UPDATE outbox SET state = 'owed', attempts = 0, due_at = $2, stale_at = NULL, why = NULL
WHERE number = $1 AND state IN ('owed', 'given_up', 'stale', 'dropped')
