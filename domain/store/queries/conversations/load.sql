-- The half-finished question of a sender in a chat, unless it has expired.
-- $1 platform, $2 account, $3 chat, $4 sender, $5 now
SELECT state_json, expires_at
FROM conversations
WHERE platform = $1 AND account = $2 AND chat_id = $3 AND sender_id = $4 AND expires_at > $5
