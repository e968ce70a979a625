-- The way of a message through the service: taken in once, answered once, its jobs done once, and on record.
--
-- Times are UTC text with Z, days ISO. An index that is hit at random costs as much as a row, so there are few.

-- What was taken in, for at least eight days. The key is a hash of platform, account, chat and message id, so
-- that nothing here can be joined to a person. `first_reply` and `replies` say which rows of the outbox are the
-- answer that a repeat gets again; their numbers follow one another. No index on the day: the clean-up walks
-- along the keys, a part at a time.
CREATE TABLE inbox (
    key BLOB PRIMARY KEY CHECK (length(key) = 16),
    day TEXT NOT NULL,
    first_reply INTEGER NOT NULL,
    replies INTEGER NOT NULL CHECK (replies >= 0)
) WITHOUT ROWID;

-- The half-finished question of a chat.
CREATE TABLE conversations (
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    sender_id TEXT NOT NULL,
    state_json TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (platform, account, chat_id, sender_id)
);
CREATE INDEX conversations_expired ON conversations (expires_at);

-- Where the next number of each letter stands; a number is never used twice.
CREATE TABLE counters (
    letter TEXT PRIMARY KEY,
    next INTEGER NOT NULL CHECK (next > 0)
);

-- What is due at a time. `key` names what must not be planned twice (`overdue_push 2026-03-02`).
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT UNIQUE,
    due_at TEXT NOT NULL,
    payload TEXT NOT NULL,
    done_at TEXT
);
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE done_at IS NULL;

-- What leaves. `owed`: not delivered yet, `parts_sent` parts of its text excepted. `answered`: went inside the
-- platform's answer. `sent`: delivered by the outbox. `given_up`: in the dead letters. `stale`: overtaken by time.
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    to_id TEXT NOT NULL,
    to_kind TEXT NOT NULL CHECK (to_kind IN ('private', 'group')),
    push INTEGER NOT NULL CHECK (push IN (0, 1)),
    urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    text TEXT NOT NULL,
    choices TEXT,
    files BLOB,
    reply_ref TEXT NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    stale_at TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    parts_sent INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'owed'
        CHECK (state IN ('owed', 'answered', 'sent', 'given_up', 'stale', 'dropped')),
    why TEXT
);
CREATE INDEX outbox_owed ON outbox (number) WHERE state = 'owed';
CREATE INDEX outbox_given_up ON outbox (number) WHERE state = 'given_up';

-- What the service itself failed on, whole, with the error.
CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('message', 'job', 'outgoing')),
    about INTEGER,
    error TEXT NOT NULL,
    body TEXT NOT NULL
);

-- People whom no message reaches and somebody has to call.
CREATE TABLE call_list (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    to_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    why TEXT NOT NULL,
    urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    called_by TEXT,
    called_at TEXT
);
CREATE INDEX call_list_open ON call_list (id) WHERE called_at IS NULL;

-- Who did what to which record. Each entry's hash covers the one before, so that a changed or missing entry
-- shows. Of the values there are salted hashes alone.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    about TEXT NOT NULL,
    changes TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_about ON audit (about);

-- The values and their salts. Erasure and retention empty it, and the chain still verifies.
CREATE TABLE history (
    audit_number INTEGER NOT NULL REFERENCES audit (number) DEFERRABLE INITIALLY DEFERRED,
    field TEXT NOT NULL,
    salt BLOB NOT NULL,
    old_value TEXT,
    new_value TEXT,
    PRIMARY KEY (audit_number, field)
);
