extension Migration {
    /// Version 8: beside each base, the version that our last write took the place of.
    ///
    /// A feed that delivers that one is behind. Of writes made before it is not known, and what such a feed says of them is believed.
    static let replacedVersions = Migration(
        version: 8,
        sql: """
            -- NULL when nothing was written over since the record was coupled, or that is not known.
            ALTER TABLE base ADD COLUMN erp_replaced TEXT;
            ALTER TABLE base ADD COLUMN crm_replaced TEXT;
            """)
}
