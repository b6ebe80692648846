extension Migration {
    /// Version 1: the tables.
    ///
    /// Times are seconds since 1970 in UTC. Identities are kept as the systems write them. Bases have a table of their own, so
    /// that an agreed edit rewrites no index and a look at identities reads no hashes.
    static let tables = Migration(
        version: 1,
        sql: """
            -- What makes this store this store.
            CREATE TABLE store (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                namespace TEXT NOT NULL CHECK (length(namespace) = 36),
                erp TEXT,
                crm TEXT,
                made_at REAL NOT NULL,
                CHECK ((erp IS NULL) = (crm IS NULL))
            ) STRICT;
            -- A random UUID (version 4), which is no secret.
            INSERT INTO store (id, namespace, made_at)
            SELECT 1, substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-4' || substr(hex, 14, 3) || '-'
                || substr('89ab', 1 + (random() & 3), 1) || substr(hex, 18, 3) || '-' || substr(hex, 21, 12),
                unixepoch()
            FROM (SELECT lower(hex(randomblob(16))) AS hex);

            CREATE TABLE entity (
                id INTEGER PRIMARY KEY,
                name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 41),
                -- Kept with each commit: counting them anew would cost more than a pass with nothing to do.
                couplings INTEGER NOT NULL DEFAULT 0 CHECK (couplings >= 0)
            ) STRICT;

            -- A list of field names, as a JSON array: what the hashes of a base are of.
            CREATE TABLE layout (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                entity INTEGER NOT NULL REFERENCES entity,
                side TEXT NOT NULL CHECK (side IN ('erp', 'crm')),
                fields TEXT NOT NULL CHECK (json_valid(fields)),
                UNIQUE (entity, side, fields)
            ) STRICT;

            -- A record belongs to one coupling at most. Rows are never numbered twice: set-asides and intents name them.
            CREATE TABLE coupling (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                entity INTEGER NOT NULL REFERENCES entity,
                erp_id TEXT NOT NULL CHECK (erp_id <> ''),
                crm_id TEXT NOT NULL CHECK (crm_id <> ''),
                generation INTEGER NOT NULL CHECK (generation >= 0),
                coupled_at REAL NOT NULL,
                UNIQUE (entity, erp_id),
                UNIQUE (entity, crm_id)
            ) STRICT;

            -- What both records were when they last agreed: hashes of 12 bytes each, end to end.
            CREATE TABLE base (
                coupling INTEGER PRIMARY KEY REFERENCES coupling ON DELETE CASCADE,
                agreed_at REAL NOT NULL,
                erp_version TEXT,
                erp_layout INTEGER NOT NULL REFERENCES layout,
                erp_hashes BLOB NOT NULL CHECK (length(erp_hashes) % 12 = 0),
                crm_version TEXT,
                crm_layout INTEGER NOT NULL REFERENCES layout,
                crm_hashes BLOB NOT NULL CHECK (length(crm_hashes) % 12 = 0)
            ) STRICT;

            -- The generation that the next coupling of an ERP record gets.
            CREATE TABLE generation (
                entity INTEGER NOT NULL REFERENCES entity,
                erp_id TEXT NOT NULL,
                next INTEGER NOT NULL CHECK (next > 0),
                PRIMARY KEY (entity, erp_id)
            ) STRICT, WITHOUT ROWID;

            -- A run that only a commit has named so far (a settlement at start) has no mode yet.
            CREATE TABLE run (
                id INTEGER PRIMARY KEY,
                name TEXT NOT NULL UNIQUE,
                mode TEXT CHECK (mode IN ('incremental', 'full', 'selected', 'verify', 'rebase')),
                effect TEXT CHECK (effect IN ('write', 'dryRun')),
                selection TEXT NOT NULL DEFAULT '',
                started_at REAL,
                ended_at REAL,
                CHECK ((mode IS NULL) = (effect IS NULL) AND (mode IS NULL) = (started_at IS NULL))
            ) STRICT;

            CREATE TABLE job (
                run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
                entity INTEGER NOT NULL REFERENCES entity,
                position INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('planned', 'running', 'crashed', 'complete', 'partial',
                    'unchanged', 'stopped', 'failed', 'blocked', 'notStarted', 'cancelled')),
                degraded TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(degraded)),
                problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
                blocked_by TEXT,
                erp_problem TEXT CHECK (erp_problem IS NULL OR json_valid(erp_problem)),
                crm_problem TEXT CHECK (crm_problem IS NULL OR json_valid(crm_problem)),
                inserted_erp INTEGER NOT NULL DEFAULT 0,
                inserted_crm INTEGER NOT NULL DEFAULT 0,
                modified_erp INTEGER NOT NULL DEFAULT 0,
                modified_crm INTEGER NOT NULL DEFAULT 0,
                deleted_erp INTEGER NOT NULL DEFAULT 0,
                deleted_crm INTEGER NOT NULL DEFAULT 0,
                unchanged INTEGER NOT NULL DEFAULT 0,
                coupled INTEGER NOT NULL DEFAULT 0,
                uncoupled INTEGER NOT NULL DEFAULT 0,
                waiting INTEGER NOT NULL DEFAULT 0,
                failed INTEGER NOT NULL DEFAULT 0,
                skipped INTEGER NOT NULL DEFAULT 0,
                conflicts INTEGER NOT NULL DEFAULT 0,
                done INTEGER NOT NULL DEFAULT 0,
                total INTEGER,
                erp_requests INTEGER NOT NULL DEFAULT 0,
                crm_requests INTEGER NOT NULL DEFAULT 0,
                started_at REAL,
                ended_at REAL,
                plan_hash TEXT,
                PRIMARY KEY (run, entity),
                CHECK ((state IN ('stopped', 'failed')) = (problem IS NOT NULL)),
                CHECK ((state = 'blocked') = (blocked_by IS NOT NULL))
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX job_of_entity ON job (entity, run);

            -- Every change of a job's state.
            CREATE TABLE job_change (
                id INTEGER PRIMARY KEY,
                run INTEGER NOT NULL,
                entity INTEGER NOT NULL,
                at REAL NOT NULL,
                state TEXT NOT NULL,
                FOREIGN KEY (run, entity) REFERENCES job (run, entity) ON DELETE CASCADE
            ) STRICT;
            CREATE INDEX job_change_of_job ON job_change (run, entity);

            -- Writes that are about to be sent, packed, a batch a row.
            CREATE TABLE intent_batch (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                run INTEGER NOT NULL REFERENCES run,
                entity INTEGER NOT NULL REFERENCES entity,
                batch INTEGER NOT NULL,
                sent_at REAL NOT NULL,
                writes INTEGER NOT NULL CHECK (writes > 0),
                intents BLOB NOT NULL
            ) STRICT;
            CREATE INDEX intent_batch_of_run ON intent_batch (run);

            -- A pair that is set aside or waits. It may outlive the coupling that it names: what is decided next needs it.
            CREATE TABLE aside (
                id INTEGER PRIMARY KEY,
                entity INTEGER NOT NULL REFERENCES entity,
                coupling INTEGER,
                side TEXT CHECK (side IN ('erp', 'crm')),
                record TEXT,
                erp_id TEXT,
                crm_id TEXT,
                problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
                waits_entity TEXT,
                waits_side TEXT CHECK (waits_side IN ('erp', 'crm')),
                waits_id TEXT,
                candidates TEXT NOT NULL CHECK (json_valid(candidates)),
                tries INTEGER NOT NULL,
                since REAL NOT NULL,
                tried_at REAL NOT NULL,
                asked_at REAL,
                CHECK ((coupling IS NULL) <> (record IS NULL) AND (record IS NULL) = (side IS NULL)),
                CHECK ((problem IS NULL) <> (waits_id IS NULL)),
                CHECK ((waits_id IS NULL) = (waits_entity IS NULL) AND (waits_id IS NULL) = (waits_side IS NULL))
            ) STRICT;
            CREATE UNIQUE INDEX aside_of_coupling ON aside (entity, coupling) WHERE coupling IS NOT NULL;
            CREATE UNIQUE INDEX aside_of_record ON aside (entity, side, record) WHERE record IS NOT NULL;
            CREATE INDEX aside_by_erp ON aside (entity, erp_id) WHERE erp_id IS NOT NULL;
            CREATE INDEX aside_by_crm ON aside (entity, crm_id) WHERE crm_id IS NOT NULL;
            CREATE INDEX aside_waiting ON aside (waits_entity, waits_side, waits_id) WHERE waits_id IS NOT NULL;
            CREATE INDEX aside_waiting_of ON aside (entity) WHERE waits_id IS NOT NULL;
            CREATE INDEX aside_asked ON aside (entity) WHERE asked_at IS NOT NULL;
            CREATE INDEX aside_by_age ON aside (since);

            -- What happened. A line of a living coupling names its row; the others carry the identities themselves.
            CREATE TABLE history_entry (
                id INTEGER PRIMARY KEY,
                run INTEGER NOT NULL,
                entity INTEGER NOT NULL,
                at REAL NOT NULL,
                coupling INTEGER,
                erp_id TEXT,
                crm_id TEXT,
                operation TEXT NOT NULL CHECK (operation IN ('created', 'updated', 'deleted', 'coupled', 'uncoupled',
                    'setAside', 'waited', 'settled')),
                side TEXT CHECK (side IN ('erp', 'crm')),
                detail TEXT NOT NULL CHECK (json_valid(detail)),
                CHECK (coupling IS NULL OR (erp_id IS NULL AND crm_id IS NULL))
            ) STRICT;
            CREATE INDEX history_of_coupling ON history_entry (coupling) WHERE coupling IS NOT NULL;
            CREATE INDEX history_by_erp ON history_entry (erp_id) WHERE erp_id IS NOT NULL;
            CREATE INDEX history_by_crm ON history_entry (crm_id) WHERE crm_id IS NOT NULL;

            CREATE TABLE feed (
                entity INTEGER NOT NULL REFERENCES entity,
                side TEXT NOT NULL CHECK (side IN ('erp', 'crm')),
                token TEXT NOT NULL,
                at REAL NOT NULL,
                full_at REAL,
                swept_at REAL,
                PRIMARY KEY (entity, side)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE reply (
                run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
                entity INTEGER NOT NULL REFERENCES entity,
                batch INTEGER NOT NULL,
                body BLOB NOT NULL,
                PRIMARY KEY (run, entity, batch)
            ) STRICT;

            CREATE TABLE checkpoint (
                entity INTEGER PRIMARY KEY REFERENCES entity,
                run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
                value TEXT NOT NULL
            ) STRICT;
            CREATE INDEX checkpoint_of_run ON checkpoint (run);

            CREATE TABLE mapping (
                entity INTEGER PRIMARY KEY REFERENCES entity,
                fingerprint TEXT NOT NULL
            ) STRICT;

            CREATE TABLE plugin_state (
                entity INTEGER NOT NULL REFERENCES entity,
                key TEXT NOT NULL,
                value BLOB NOT NULL CHECK (length(value) <= 65536),
                PRIMARY KEY (entity, key)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE description (
                entity INTEGER PRIMARY KEY REFERENCES entity,
                digest TEXT NOT NULL,
                body BLOB NOT NULL
            ) STRICT;

            CREATE TABLE document (
                key TEXT PRIMARY KEY NOT NULL,
                body BLOB NOT NULL,
                at REAL NOT NULL
            ) STRICT;

            CREATE TABLE plugin_health (
                entity INTEGER PRIMARY KEY REFERENCES entity,
                crashes TEXT NOT NULL CHECK (json_valid(crashes)),
                failed_runs INTEGER NOT NULL CHECK (failed_runs >= 0),
                quarantine TEXT CHECK (quarantine IS NULL OR json_valid(quarantine)),
                digest TEXT NOT NULL
            ) STRICT;

            CREATE TABLE approval (
                plan TEXT PRIMARY KEY NOT NULL,
                entity INTEGER NOT NULL REFERENCES entity,
                person TEXT NOT NULL,
                at REAL NOT NULL
            ) STRICT;
            """)
}
