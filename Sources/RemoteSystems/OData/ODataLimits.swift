import JSON

/// The lengths that requests keep to.
enum ODataLimits {
    /// The longest filter, encoded; an address of Dataverse may have 32 KB, most gateways stop at 16.
    static let filter = 8 << 10
}

extension Courier {
    /// The number in the body of a `$count`, which may begin with a byte order mark.
    func count(_ response: HTTPResponse, about table: String) throws -> Int {
        let digits = response.body.filter { (0x30...0x39).contains($0) }
        guard response.body.count <= 64, let count = Int(String(decoding: digits, as: UTF8.self)) else {
            throw unreadable(table)
        }
        return count
    }
}
