extension Migration {
    /// Version 10: the totals in which coupled documents differ, by name.
    static let unequalTotals = Migration(
        version: 10,
        sql: """
            CREATE TABLE unequal_total (
                coupling INTEGER PRIMARY KEY REFERENCES coupling ON DELETE CASCADE,
                totals TEXT NOT NULL CHECK (json_array_length(totals) > 0),
                since REAL NOT NULL
            ) STRICT;
            """)
}
