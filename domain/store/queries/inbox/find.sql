-- Whether a message was taken in before, and which outgoing messages answered it.
-- $1 key
SELECT first_reply, replies FROM inbox WHERE key = $1
