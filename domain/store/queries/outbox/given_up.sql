-- What could not be delivered.
SELECT number, platform, account, to_id, to_kind, push, urgent, text, choices, files, reply_ref, created_at,
       stale_at, due_at, attempts, parts_sent, state, why
FROM outbox
WHERE state = 'given_up'
ORDER BY number
