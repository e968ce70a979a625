-- $1 number, $2 platform, $3 account, $4 to, $5 kind of receiver, $6 push, $7 urgent, $8 text, $9 choices,
-- $10 files, $11 reply reference, $12 now, $13 due at, $14 stale at
INSERT INTO outbox (number, platform, account, to_id, to_kind, push, urgent, text, choices, files, reply_ref,
                    created_at, due_at, stale_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
