-- Who may do what, the register of households, and the records that messages become.

-- The roster (who may do what), as imported; a row that a later roster lacks is switched off, not deleted.
CREATE TABLE users (
    platform   TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    roles      TEXT NOT NULL DEFAULT '',      -- ;cadre;meal_manager;
    community  TEXT NOT NULL DEFAULT '',
    town       TEXT NOT NULL DEFAULT '',
    unit       TEXT NOT NULL DEFAULT '',
    phone      TEXT NOT NULL DEFAULT '',
    persons    TEXT NOT NULL DEFAULT '',      -- ;name;name; whom a family member orders for
    duties     TEXT NOT NULL DEFAULT '',
    superior   TEXT NOT NULL DEFAULT '',
    away       TEXT NOT NULL DEFAULT '',      -- ;from/until/stand-in;
    kind       TEXT NOT NULL DEFAULT 'committee' CHECK (kind IN ('committee', 'village')),
    active     INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    imported   INTEGER NOT NULL DEFAULT 1 CHECK (imported IN (0, 1)),  -- 0: made known by a message
    person_id  INTEGER,                        -- the register's entry that this user is, once agreed
    address    TEXT NOT NULL DEFAULT '',       -- told at registration, used until then
    PRIMARY KEY (platform, user_id)
);
CREATE INDEX users_by_community ON users (community, active);
CREATE INDEX users_by_town ON users (town, active);

-- What was seen of a sender: the language they last wrote, and whether they want no pushes.
CREATE TABLE senders (
    platform  TEXT NOT NULL,
    account   TEXT NOT NULL,
    user_id   TEXT NOT NULL,
    tongue    TEXT NOT NULL DEFAULT 'simplified',
    opted_out INTEGER NOT NULL DEFAULT 0 CHECK (opted_out IN (0, 1)),
    not_understood INTEGER NOT NULL DEFAULT 0, -- messages in a row that got no meaning
    PRIMARY KEY (platform, user_id)
);

-- Group chats, and the community that reports in them.
CREATE TABLE group_chats (
    platform  TEXT NOT NULL,
    chat_id   TEXT NOT NULL,
    town      TEXT NOT NULL DEFAULT '',
    community TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (platform, chat_id)
);

-- The register of households that are visited and fed (重点户, 助餐对象).
CREATE TABLE people (
    id                INTEGER PRIMARY KEY,
    community         TEXT NOT NULL,
    name              TEXT NOT NULL,
    address           TEXT NOT NULL DEFAULT '',
    phone             TEXT NOT NULL DEFAULT '',
    birth             TEXT,
    categories        TEXT NOT NULL DEFAULT '',   -- codes with ;
    responsible       TEXT NOT NULL DEFAULT '',   -- the cadre's user id
    diet              TEXT NOT NULL DEFAULT '',
    meal_level        TEXT NOT NULL DEFAULT '',
    emergency_contact TEXT NOT NULL DEFAULT '',
    emergency_phone   TEXT NOT NULL DEFAULT '',
    name_key          TEXT NOT NULL,              -- folded, for matching
    surname           TEXT NOT NULL,              -- of name_key
    address_key       TEXT NOT NULL DEFAULT '',   -- the numbers of the address, /3/201/
    entered_on        TEXT NOT NULL,
    confirmed         INTEGER NOT NULL DEFAULT 1 CHECK (confirmed IN (0, 1)),  -- 0: waits for a cadre's yes
    last_contact_on   TEXT,
    visit_due_on      TEXT,
    promised_on       TEXT,                       -- a promised next visit
    died_on           TEXT,
    joined_into       INTEGER REFERENCES people (id),
    UNIQUE (community, name, address)
);
CREATE INDEX people_by_surname ON people (community, surname);
CREATE INDEX people_by_address ON people (community, address_key);
CREATE INDEX people_by_phone ON people (phone) WHERE phone <> '';
CREATE INDEX people_due ON people (responsible, visit_due_on);
CREATE INDEX people_due_in_community ON people (community, visit_due_on);

-- Visits (走访). An attempt that nobody answered is kept and counts nowhere.
CREATE TABLE visits (
    number     INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    platform   TEXT NOT NULL,
    reporter   TEXT NOT NULL,
    community  TEXT NOT NULL,
    status     TEXT NOT NULL CHECK (status IN ('active', 'corrected', 'withdrawn', 'attempt')),
    person_id  INTEGER REFERENCES people (id),
    person     TEXT,
    address    TEXT,
    phone      TEXT,
    categories TEXT NOT NULL DEFAULT '',
    method     TEXT NOT NULL CHECK (method IN ('home', 'phone', 'online')),
    day        TEXT,
    condition  TEXT,
    needs      TEXT NOT NULL DEFAULT '[]',
    actions    TEXT NOT NULL DEFAULT '[]',
    revisit_on TEXT
);
CREATE INDEX visits_of_person ON visits (person_id, day);
CREATE INDEX visits_by_day ON visits (community, day);
CREATE INDEX visits_by_reporter ON visits (reporter, created_at);

-- Meals (助餐). A standing order is one row without a day; each day that it brings about is a row of its own.
CREATE TABLE meals (
    id         INTEGER PRIMARY KEY,
    number     INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    platform   TEXT NOT NULL,
    orderer    TEXT NOT NULL,
    community  TEXT NOT NULL,
    status     TEXT NOT NULL CHECK (status IN ('ordered', 'cancelled', 'skipped', 'dispatched', 'delivered',
                                               'picked_up', 'unanswered', 'standing', 'paused')),
    person_id  INTEGER REFERENCES people (id),
    person     TEXT,
    address    TEXT,
    phone      TEXT,
    day        TEXT,
    weekdays   TEXT NOT NULL DEFAULT '',           -- 12345; not empty for a standing order
    from_on    TEXT,
    until_on   TEXT,
    meal       TEXT NOT NULL CHECK (meal IN ('breakfast', 'lunch', 'dinner')),
    quantity   INTEGER NOT NULL CHECK (quantity > 0),
    diet       TEXT NOT NULL DEFAULT '',
    fulfilment TEXT CHECK (fulfilment IN ('delivery', 'pickup', 'dine_in')),
    note       TEXT,
    standing   INTEGER,                            -- number of the standing order that made this day
    paused_from TEXT,
    paused_until TEXT,
    price_fen  INTEGER NOT NULL DEFAULT 0,         -- what the eater pays for all portions
    full_fen   INTEGER NOT NULL DEFAULT 0,
    CHECK (day IS NOT NULL OR status IN ('standing', 'paused', 'cancelled'))
);
CREATE INDEX meals_by_day ON meals (day, community, meal) WHERE day IS NOT NULL;
CREATE INDEX meals_of_person ON meals (person_id, day);
CREATE INDEX meals_by_orderer ON meals (orderer, day);
CREATE INDEX meals_by_number ON meals (number);
CREATE INDEX meals_standing ON meals (community, meal) WHERE day IS NULL;

-- What is on the menu; several sets (A, B, …) of one day and meal.
CREATE TABLE menu (
    community TEXT NOT NULL DEFAULT '',
    day       TEXT NOT NULL,
    meal      TEXT NOT NULL,
    set_code  TEXT NOT NULL,
    dishes    TEXT NOT NULL,
    price_fen INTEGER,
    capacity  INTEGER,
    allergens TEXT NOT NULL DEFAULT '',
    diets     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (day, meal, community, set_code)
);

-- Workload feedback (减负反馈). Anonymous: no reporter, no time finer than the day, no order of its own.
CREATE TABLE burdens (
    number     INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    platform   TEXT,
    reporter   TEXT,
    community  TEXT NOT NULL,
    town       TEXT NOT NULL,
    status     TEXT NOT NULL CHECK (status IN ('open', 'merged', 'withdrawn', 'closed')),
    day        TEXT NOT NULL,
    kind       TEXT NOT NULL,
    count      INTEGER,
    period     TEXT,
    minutes    INTEGER,
    organizer  TEXT,
    topic      TEXT,
    duplicate  INTEGER NOT NULL DEFAULT 0 CHECK (duplicate IN (0, 1)),
    suggestion TEXT,
    anonymous  INTEGER NOT NULL DEFAULT 0 CHECK (anonymous IN (0, 1)),
    voice      TEXT,                                -- keyed hash of an anonymous reporter, this month's key
    withdrawal TEXT,                                -- hash of the code that takes an anonymous report back
    CHECK (anonymous = 0 OR (platform IS NULL AND reporter IS NULL))
);
CREATE INDEX burdens_by_day ON burdens (community, day);
CREATE INDEX burdens_by_reporter ON burdens (reporter, day) WHERE reporter IS NOT NULL;

-- Follow-ups (跟进任务), from reports, danger signs and meals.
CREATE TABLE tasks (
    number     INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    community  TEXT NOT NULL,
    town       TEXT NOT NULL DEFAULT '',
    kind       TEXT NOT NULL,
    about      TEXT,                                -- the record's number
    person_id  INTEGER REFERENCES people (id),
    person     TEXT,
    text       TEXT,
    reporter_platform TEXT,
    reporter   TEXT,
    assignee_platform TEXT,
    assignee   TEXT,
    due_at     TEXT NOT NULL,
    status     TEXT NOT NULL CHECK (status IN ('open', 'closed', 'overdue')),
    danger     TEXT,                                -- code of the danger sign
    level      TEXT CHECK (level IN ('A', 'B')),
    rung       INTEGER NOT NULL DEFAULT 0,          -- how far up the ladder it has been told
    told       TEXT NOT NULL DEFAULT '',            -- ;user;user; who has been told
    taken_by   TEXT,
    closed_at  TEXT,
    closing    TEXT
);
CREATE INDEX tasks_open ON tasks (community, status) WHERE status <> 'closed';
CREATE INDEX tasks_of_assignee ON tasks (assignee, status);
CREATE INDEX tasks_of_person ON tasks (person_id);

-- Questions that nothing in the manual answers, without the asker.
CREATE TABLE unanswered (
    id       INTEGER PRIMARY KEY,
    day      TEXT NOT NULL,
    community TEXT NOT NULL DEFAULT '',
    question TEXT NOT NULL
);

-- Which message a record came of: corrections by quote or edit find it here.
CREATE TABLE origins (
    message_key BLOB NOT NULL,                      -- hash of platform, account, chat, message id
    number      TEXT NOT NULL,
    PRIMARY KEY (message_key, number)
) WITHOUT ROWID;

-- Who says to be whom of the register, until a cadre or the meal manager has agreed.
CREATE TABLE claims (
    platform       TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    person_id      INTEGER NOT NULL REFERENCES people (id),
    asked          TEXT NOT NULL,
    asked_platform TEXT NOT NULL,
    PRIMARY KEY (platform, user_id, person_id, asked)
);
