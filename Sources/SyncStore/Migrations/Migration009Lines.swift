extension Migration {
    /// Version 9: the lines of documents, coupled under their documents and gone with them.
    static let lines = Migration(
        version: 9,
        sql: """
            CREATE TABLE line (
                coupling INTEGER NOT NULL REFERENCES coupling ON DELETE CASCADE,
                erp_id TEXT NOT NULL CHECK (erp_id <> ''),
                crm_id TEXT NOT NULL CHECK (crm_id <> ''),
                erp_layout INTEGER NOT NULL REFERENCES layout,
                erp_hashes BLOB NOT NULL CHECK (length(erp_hashes) % 12 = 0),
                crm_layout INTEGER NOT NULL REFERENCES layout,
                crm_hashes BLOB NOT NULL CHECK (length(crm_hashes) % 12 = 0),
                PRIMARY KEY (coupling, erp_id),
                UNIQUE (coupling, crm_id)
            ) STRICT, WITHOUT ROWID;
            """)
}
