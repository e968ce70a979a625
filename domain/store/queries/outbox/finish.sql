-- $1 number, $2 state, $3 why
UPDATE outbox SET state = $2, why = $3 WHERE number = $1 AND state = 'owed'
