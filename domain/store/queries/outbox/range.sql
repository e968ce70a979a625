-- Outgoing messages whose numbers follow one another: the answer to one message.
-- $1 first number, $2 first number after them
SELECT number, platform, account, to_id, to_kind, push, urgent, text, choices, files, reply_ref, created_at,
       stale_at, due_at, attempts, parts_sent, state, why
FROM outbox
WHERE number >= $1 AND number < $2
ORDER BY number
