-- $1 platform, $2 account, $3 chat, $4 sender, $5 state, $6 expiry
INSERT INTO conversations (platform, account, chat_id, sender_id, state_json, expires_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (platform, account, chat_id, sender_id)
DO UPDATE SET state_json = excluded.state_json, expires_at = excluded.expires_at
