-- From the kitchen to an empty plate: who carries which meal, what became of it, what it comes to at the month's end.

ALTER TABLE meals ADD COLUMN level TEXT NOT NULL DEFAULT '';       -- the price level on the day of the meal
ALTER TABLE meals ADD COLUMN set_code TEXT;                        -- the set of the menu that was chosen
ALTER TABLE meals ADD COLUMN allergy TEXT;                         -- as told; the kitchen sees it beside the portion
ALTER TABLE meals ADD COLUMN cleared_by TEXT;                      -- who said that the kitchen can do it in spite of that
ALTER TABLE meals ADD COLUMN carrier_platform TEXT;
ALTER TABLE meals ADD COLUMN carrier TEXT;                         -- user id of whoever carries it
ALTER TABLE meals ADD COLUMN stop INTEGER;                         -- place on the carrier's route, from 1
ALTER TABLE meals ADD COLUMN confirmed_by TEXT;                    -- who said what became of it
ALTER TABLE meals ADD COLUMN confirmed_at TEXT;
ALTER TABLE meals ADD COLUMN waived_fen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meals ADD COLUMN reason TEXT;                          -- of a correction, waiver or empty door, as told

-- Lists that have gone out; from then on a change is told to whom it concerns.
CREATE TABLE meal_rounds (
    day       TEXT NOT NULL,
    community TEXT NOT NULL,
    meal      TEXT NOT NULL,
    sent_at   TEXT NOT NULL,
    PRIMARY KEY (day, community, meal)
);

-- Who waits for a place of a meal that is full. The first who asked is the first who is offered one.
CREATE TABLE meal_waiting (
    id         INTEGER PRIMARY KEY,
    community  TEXT NOT NULL,
    day        TEXT NOT NULL,
    meal       TEXT NOT NULL,
    asked_at   TEXT NOT NULL,
    platform   TEXT NOT NULL,
    account    TEXT NOT NULL,
    chat_id    TEXT NOT NULL,
    orderer    TEXT NOT NULL,
    quantity   INTEGER NOT NULL CHECK (quantity > 0),
    told       TEXT NOT NULL,                                      -- the order as it was understood, JSON
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'taken', 'declined', 'ended')),
    kept_until TEXT                                                -- an offered place is kept until then
);
CREATE INDEX meal_waiting_open ON meal_waiting (day, community, meal) WHERE state IN ('waiting', 'offered');
CREATE INDEX meal_waiting_of ON meal_waiting (orderer) WHERE state IN ('waiting', 'offered');

-- A month of a community: once it is closed its meals stay as they are.
CREATE TABLE meal_months (
    community TEXT NOT NULL,
    month     TEXT NOT NULL,                                       -- 2026-06
    closed_at TEXT NOT NULL,
    closed_by TEXT NOT NULL,
    PRIMARY KEY (community, month)
);

-- What is put right after the month was closed: an entry of the next open month, never an edit.
CREATE TABLE meal_corrections (
    id         INTEGER PRIMARY KEY,
    community  TEXT NOT NULL,
    month      TEXT NOT NULL,                                      -- whose bill it stands on
    number     INTEGER NOT NULL,                                   -- the meal that it is about
    day        TEXT NOT NULL,
    person_id  INTEGER REFERENCES people (id),
    person     TEXT,
    amount_fen INTEGER NOT NULL,                                   -- negative: less to pay
    reason     TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    TEXT NOT NULL
);
CREATE INDEX meal_corrections_of ON meal_corrections (community, month);

-- What eaters say of the food; rating 1 to 5, or words.
CREATE TABLE meal_feedback (
    id        INTEGER PRIMARY KEY,
    made_at   TEXT NOT NULL,
    community TEXT NOT NULL,
    day       TEXT NOT NULL,
    meal      TEXT NOT NULL,
    dishes    TEXT NOT NULL DEFAULT '',
    platform  TEXT NOT NULL,
    user_id   TEXT NOT NULL,
    rating    INTEGER CHECK (rating BETWEEN 1 AND 5),
    words     TEXT
);
CREATE INDEX meal_feedback_by_day ON meal_feedback (community, day);

-- What an eater was asked or somebody was told about them, so that it is not done again too soon.
CREATE TABLE meal_reminders (
    kind      TEXT NOT NULL,                                       -- rating, silence
    community TEXT NOT NULL,
    about     TEXT NOT NULL,                                       -- user id, or the register's id
    day       TEXT NOT NULL,
    PRIMARY KEY (kind, community, about)
);

-- Days on which a kitchen cooks nothing, told by the meal manager.
CREATE TABLE kitchen_closed (
    community TEXT NOT NULL,
    day       TEXT NOT NULL,
    told_by   TEXT NOT NULL,
    PRIMARY KEY (community, day)
);
