extension Migration {
    /// Version 6: a pair may wait for a record that is coupled, with one that is not there any more, to be coupled anew.
    static let waitsAnew = Migration(
        version: 6,
        sql: """
            -- The coupling that the record had when it was found to lead nowhere: another one is waited for.
            ALTER TABLE aside ADD COLUMN waits_after INTEGER;
            """)
}
