/// One step from a version of the store's schema to the next: SQL only, never edited once released.
struct Migration: Sendable {
    /// The version that the schema has afterwards.
    let version: Int
    /// The statements.
    let sql: String

    /// Every step, in order.
    ///
    /// The last one's version is the version that this program writes.
    static let all = [
        tables, views, latestStart, survivors, filters, waitsAnew, replies, replacedVersions, lines, unequalTotals,
        waitsForAll,
    ]

    /// The version of the schema that this program reads and writes.
    static let current = all.count
}
