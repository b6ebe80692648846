extension Migration {
    /// Version 4: records that stayed when their partner was deleted, with what they were then, as hashes.
    ///
    /// Of couplings that ended before nothing is known: their survivors are met as records without a partner, as they were.
    static let survivors = Migration(
        version: 4,
        sql: """
            CREATE TABLE survivor (
                entity INTEGER NOT NULL REFERENCES entity,
                side TEXT NOT NULL CHECK (side IN ('erp', 'crm')),
                record TEXT NOT NULL CHECK (record <> ''),
                -- The record that was deleted.
                partner TEXT NOT NULL CHECK (partner <> ''),
                ended_at REAL NOT NULL,
                version TEXT,
                layout INTEGER NOT NULL REFERENCES layout,
                hashes BLOB NOT NULL CHECK (length(hashes) % 12 = 0),
                PRIMARY KEY (entity, side, record)
            ) STRICT, WITHOUT ROWID;
            """)
}
