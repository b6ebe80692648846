extension Migration {
    /// Version 11: all that a pair waits for, beside the record whose coupling has it tried again.
    static let waitsForAll = Migration(
        version: 11,
        sql: """
            -- `[[entity, side, id], …]`; NULL when it waits for one record only.
            ALTER TABLE aside ADD COLUMN waits_also TEXT CHECK (waits_also IS NULL OR json_valid(waits_also));
            """)
}
