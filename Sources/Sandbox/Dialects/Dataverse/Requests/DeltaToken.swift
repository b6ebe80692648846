/// The place from which changes are read: a version and the time at which it was given out.
///
/// On the wire: `919042!08/22/2017 08:10:44`.
/// <https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems>
struct DeltaToken: Sendable, Hashable {
    /// The version up to which everything was given out.
    var version: Int64
    /// When it was given out, in whole seconds.
    var issued: Moment

    init(version: Int64, issued: Moment) {
        self.version = version
        self.issued = issued
    }

    /// The text of the token, not yet percent-encoded.
    var text: String {
        let iso = issued.secondsText
        let parts = iso.split { "-TZ".contains($0) }
        return "\(version)!\(parts[1])/\(parts[2])/\(parts[0]) \(parts[3])"
    }

    /// Reads the text of a token; `nil` when it is none.
    init?(_ text: String) {
        let halves = text.split(separator: "!", maxSplits: 1)
        guard halves.count == 2, let version = Int64(halves[0]) else { return nil }
        let parts = halves[1].split { "/ ".contains($0) }
        guard parts.count == 4, let issued = Moment(iso: "\(parts[2])-\(parts[0])-\(parts[1])T\(parts[3])Z") else {
            return nil
        }
        self.init(version: version, issued: issued)
    }
}
