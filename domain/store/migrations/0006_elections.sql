-- An election as it goes on in one community (选举进程): its days, what is done, what was posted, who stands, who votes.

CREATE TABLE elections (
    id        INTEGER PRIMARY KEY,
    community TEXT NOT NULL,
    town      TEXT NOT NULL DEFAULT '',
    kind      TEXT NOT NULL CHECK (kind IN ('term', 'by', 'recall')),
    day       TEXT NOT NULL,
    way       TEXT NOT NULL,
    status    TEXT NOT NULL CHECK (status IN ('running', 'finished', 'dropped')),
    made_on   TEXT NOT NULL,
    platform  TEXT NOT NULL,                        -- of whoever made the plan and is told each morning
    made_by   TEXT NOT NULL
);
CREATE INDEX elections_running ON elections (community) WHERE status = 'running';

-- The stages with their days as they are now; a change of the day moves those that are not done.
CREATE TABLE election_stages (
    election_id INTEGER NOT NULL REFERENCES elections (id),
    place       INTEGER NOT NULL,                   -- in the order of the rules
    code        TEXT NOT NULL,
    from_on     TEXT NOT NULL,
    until_on    TEXT NOT NULL,
    done_on     TEXT,
    done_by     TEXT,
    PRIMARY KEY (election_id, place)
);

-- What was told of the election by field: figures, places, names of the notices (no field of a person's papers).
CREATE TABLE election_facts (
    election_id INTEGER NOT NULL REFERENCES elections (id),
    name        TEXT NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (election_id, name)
);

-- Which notice was posted when and where, in the sequence of its numbers (公告张贴登记).
CREATE TABLE election_notices (
    election_id INTEGER NOT NULL REFERENCES elections (id),
    number      INTEGER NOT NULL,
    code        TEXT NOT NULL,
    posted_on   TEXT NOT NULL,
    places      TEXT NOT NULL DEFAULT '',
    posted_by   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (election_id, number)
);

-- Photographs that were sent; only where the platform keeps them is known here.
CREATE TABLE election_evidence (
    id          INTEGER PRIMARY KEY,
    election_id INTEGER NOT NULL REFERENCES elections (id),
    stage       TEXT NOT NULL,
    received_at TEXT NOT NULL,
    platform    TEXT NOT NULL,
    message_id  TEXT NOT NULL
);
CREATE INDEX evidence_of_election ON election_evidence (election_id, stage);

-- Who stands for what. Of the review only passed, not passed and the code are kept, never the papers.
CREATE TABLE election_candidates (
    id          INTEGER PRIMARY KEY,
    election_id INTEGER NOT NULL REFERENCES elections (id),
    post        TEXT NOT NULL,
    name        TEXT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('nominated', 'passed', 'excluded', 'withdrawn')),
    code        TEXT NOT NULL DEFAULT '',
    woman       INTEGER NOT NULL DEFAULT 0 CHECK (woman IN (0, 1)),
    nomination_votes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (election_id, post, name)
);

-- Votes by round: 1 is the election day, 2 and on are further votes.
CREATE TABLE election_votes (
    election_id INTEGER NOT NULL REFERENCES elections (id),
    round       INTEGER NOT NULL,
    post        TEXT NOT NULL,
    name        TEXT NOT NULL,
    votes       INTEGER NOT NULL,
    against     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (election_id, round, post, name)
);
