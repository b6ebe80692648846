extension Migration {
    /// Version 7: no replies and no checkpoints, which nobody read.
    ///
    /// A repetition is answered by the run that answered the first time; what a host that died left undone is handed out anew.
    static let replies = Migration(
        version: 7,
        sql: """
            DROP TABLE reply;
            DROP TABLE checkpoint;
            """)
}
