-- $1 platform, $2 account, $3 chat, $4 sender
DELETE FROM conversations WHERE platform = $1 AND account = $2 AND chat_id = $3 AND sender_id = $4
