/// How much a source holds and hands over at once.
package struct NomineeLimits: Sendable, Hashable {
    /// Records per page of a listing or feed.
    package var page = 5_000
    /// Records on the first page of a listing whose records are decided about at once: the first batch needn't wait for more.
    package var firstPage = 1_000
    /// Nominees per call.
    package var batch = 1_000
    /// Bytes of changed records above which a listing is the better way.
    package var deltaBytes = 24 << 20
    /// Uncoupled records above which a listing is better than asking for each partner.
    package var singles = 200
    /// Bytes of fields that the index of a listing keeps; what is beyond is read again when it is needed.
    package var indexBytes = 24 << 20
    /// Records that come again while a listing is under way and are remembered; beyond, the next run lists once more.
    package var repeated = 50_000
    /// Bytes of planned values and waiting pairs that a dry run remembers; beyond, its plan says that it is not whole.
    package var planBytes = 32 << 20
    /// Coupled records that the plan of an entity refers to and looks for; beyond, it says how many pairs it did not look into.
    package var lookUps = 50_000
    /// Bytes of pairs per answer to the plugin.
    package var answerBytes = 1 << 20

    /// Creates the default limits.
    package init() {}
}
