-- Somebody does not want it sent any more.
-- $1 number
UPDATE outbox SET state = 'dropped' WHERE number = $1 AND state IN ('owed', 'given_up')
