extension Migration {
    /// Version 5: beside each base, which filter its record was inside of.
    ///
    /// Of bases made before that is not known: their records are read before they are written to, until a run has seen them.
    static let filters = Migration(
        version: 5,
        sql: """
            -- A number that tells the entity's filters apart; NULL when the record was outside, or that is not known.
            ALTER TABLE base ADD COLUMN erp_filter INTEGER;
            ALTER TABLE base ADD COLUMN crm_filter INTEGER;
            """)
}
