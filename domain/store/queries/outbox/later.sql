-- An attempt that did not succeed, or a part that did.
-- $1 number, $2 attempts, $3 parts sent, $4 due at, $5 why
UPDATE outbox SET attempts = $2, parts_sent = $3, due_at = $4, why = $5 WHERE number = $1 AND state = 'owed'
