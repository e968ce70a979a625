-- Burdens followed until they are put right: reminders to units, their history, and who is told of it in the next digest.

CREATE INDEX burdens_of_town ON burdens (town, day);
CREATE INDEX burdens_of_day ON burdens (day);

-- Work reminders (工作提示). `value` is what the latest period above the limit comes to.
CREATE TABLE reminders (
    number       INTEGER PRIMARY KEY,
    created_at   TEXT NOT NULL,
    town         TEXT NOT NULL,
    community    TEXT NOT NULL,
    unit         TEXT NOT NULL DEFAULT '',       -- empty: not known yet, the supervisor names it
    organizer    TEXT NOT NULL DEFAULT '',       -- as the reports name it
    origin       TEXT NOT NULL CHECK (origin IN ('limit', 'anonymous', 'ticket', 'finding')),
    indicator    TEXT NOT NULL,
    period       TEXT NOT NULL,                  -- 2026-05, 2026
    value        INTEGER NOT NULL,
    limit_value  INTEGER NOT NULL,
    counted_from TEXT,                           -- after a relapse only what is told of later days counts
    state        TEXT NOT NULL CHECK (state IN ('observed', 'issued', 'acknowledged', 'disputed', 'rectified', 'verified',
                                                'closed', 'reopened', 'escalated', 'published', 'referred', 'dropped')),
    waits_for    TEXT NOT NULL CHECK (waits_for IN ('unit', 'supervisor', 'communities', 'unit_superior', 'nobody')),
    due_on       TEXT,
    base_on      TEXT,                           -- the day from which its deadlines count
    event_on     TEXT NOT NULL,                  -- the day of the last move
    confirmed_on TEXT,
    level        INTEGER NOT NULL DEFAULT 0,     -- how often it was raised since it was last closed
    late_told    INTEGER NOT NULL DEFAULT 0 CHECK (late_told IN (0, 1)),  -- reminded again about this due day
    objected     INTEGER NOT NULL DEFAULT 0 CHECK (objected IN (0, 1)),   -- once for each issuing
    relapses     INTEGER NOT NULL DEFAULT 0,
    proposed     INTEGER NOT NULL DEFAULT 0 CHECK (proposed IN (0, 1)),   -- publishing waits for a person's yes
    done         TEXT NOT NULL DEFAULT '',       -- what the unit said it did
    CHECK ((state IN ('closed', 'referred', 'dropped')) = (due_on IS NULL)),
    CHECK ((state IN ('closed', 'referred', 'dropped')) = (waits_for = 'nobody'))
);
CREATE INDEX reminders_open ON reminders (due_on) WHERE due_on IS NOT NULL;
CREATE INDEX reminders_of_community ON reminders (community, indicator);
CREATE INDEX reminders_of_unit ON reminders (unit, state);

-- Each period has one reminder at most, whatever became of it.
CREATE TABLE reminder_periods (
    community TEXT NOT NULL,
    indicator TEXT NOT NULL,
    period    TEXT NOT NULL,
    reminder  INTEGER NOT NULL REFERENCES reminders (number),
    PRIMARY KEY (community, indicator, period)
);

-- What happened to a reminder, in order; kept with it.
CREATE TABLE reminder_steps (
    reminder   INTEGER NOT NULL REFERENCES reminders (number),
    step       INTEGER NOT NULL,
    at         TEXT NOT NULL,
    day        TEXT NOT NULL,
    event      TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    who        TEXT NOT NULL DEFAULT '',         -- user id; empty: the program or the clock
    text       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (reminder, step)
) WITHOUT ROWID;

-- Communities that are asked whether it is lighter now, once for each time that the unit says so.
CREATE TABLE reminder_answers (
    reminder  INTEGER NOT NULL REFERENCES reminders (number),
    step      INTEGER NOT NULL,                  -- the step with which they were asked
    community TEXT NOT NULL,
    answer    TEXT CHECK (answer IN ('gone', 'less', 'same')),
    PRIMARY KEY (reminder, step, community)
) WITHOUT ROWID;

-- What the next digest tells whom; a row goes when it was told, or is no longer true.
CREATE TABLE reminder_news (
    reminder INTEGER NOT NULL REFERENCES reminders (number),
    about    TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('unit', 'superior', 'supervisor', 'publisher', 'district', 'communities')),
    step     INTEGER NOT NULL,
    PRIMARY KEY (reminder, about, audience)
) WITHOUT ROWID;

-- Tickets of the hotline that were read: which burden each tells of, none where it is about something else.
CREATE TABLE hotline_burdens (
    ticket   TEXT PRIMARY KEY REFERENCES hotline_tickets (ticket),
    day      TEXT NOT NULL,                      -- the local day on which it was received
    town     TEXT NOT NULL,
    kind     TEXT,                               -- NULL: a service, no burden
    reminder INTEGER REFERENCES reminders (number)
);
CREATE INDEX hotline_burdens_by_day ON hotline_burdens (town, day);
