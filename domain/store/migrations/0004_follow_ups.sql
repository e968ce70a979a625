-- What visits lead to: tasks that are put off, attempts to be made again, lists that grow in a group, entries of
-- the register that are one person.

-- Why a task was put off last.
ALTER TABLE tasks ADD COLUMN postponed TEXT;
CREATE INDEX tasks_about ON tasks (about) WHERE about IS NOT NULL;

-- After an attempt that nobody answered: when the next one is planned.
ALTER TABLE people ADD COLUMN attempt_on TEXT;
CREATE INDEX people_by_name ON people (community, name_key);
CREATE INDEX people_joined ON people (joined_into) WHERE joined_into IS NOT NULL;
CREATE INDEX people_attempts ON people (community, attempt_on) WHERE attempt_on IS NOT NULL;

-- Lists of visits that are posted again and again in a group (接龙), entry by entry: what stands in them already.
-- `day` is the first posting's; `seen_on` the latest posting's. `told` is the entry as it was understood, JSON.
CREATE TABLE list_entries (
    number   INTEGER PRIMARY KEY,                   -- of the visit that it became
    platform TEXT NOT NULL,
    chat_id  TEXT NOT NULL,
    head     TEXT NOT NULL,                         -- the line above the entries, as compared
    day      TEXT NOT NULL,
    seen_on  TEXT NOT NULL,
    reporter TEXT NOT NULL,
    position INTEGER NOT NULL,
    told     TEXT NOT NULL,
    gone     INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1))  -- its reporter left it out
);
CREATE INDEX list_entries_of_chat ON list_entries (platform, chat_id, seen_on);
