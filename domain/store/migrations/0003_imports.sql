-- What is imported beside people and menus: days that differ from the plain week, and tickets of the hotline.

-- Laid over the calendar that is built in, day by day.
CREATE TABLE calendar_days (
    day       TEXT PRIMARY KEY,
    kind      TEXT NOT NULL CHECK (kind IN ('holiday', 'workday')),
    name      TEXT NOT NULL DEFAULT '',
    statutory INTEGER NOT NULL DEFAULT 0 CHECK (statutory IN (0, 1))
);

-- Tickets of the citizens' hotline (12345), each taken once.
CREATE TABLE hotline_tickets (
    ticket      TEXT PRIMARY KEY,
    received_at TEXT NOT NULL,
    town        TEXT NOT NULL DEFAULT '',
    community   TEXT NOT NULL DEFAULT '',
    unit        TEXT NOT NULL DEFAULT '',
    text        TEXT NOT NULL
);
CREATE INDEX hotline_by_time ON hotline_tickets (received_at, town);
