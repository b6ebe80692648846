extension Migration {
    /// Version 3: when the last request of a batch of intents may have been sent.
    ///
    /// Of batches that an earlier program left open nobody knows: it went on for a quarter of an hour at most.
    static let latestStart = Migration(
        version: 3,
        sql: """
            ALTER TABLE intent_batch ADD COLUMN not_after REAL NOT NULL DEFAULT 0;
            UPDATE intent_batch SET not_after = sent_at + 900;
            """)
}
