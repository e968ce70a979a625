-- Somebody has to call this person.
-- $1 id, $2 now, $3 number of the message that did not reach them, $4 why
INSERT INTO call_list (id, created_at, platform, account, to_id, number, text, why, urgent)
SELECT $1, $2, platform, account, to_id, number, text, $4, urgent FROM outbox WHERE number = $3
