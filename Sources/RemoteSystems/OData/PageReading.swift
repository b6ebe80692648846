import JSON
import Model

/// A page of records as the wire has it.
struct WirePage: Sendable {
    /// The records, in the server's order.
    var records: [RemoteRecord] = []
    /// When each record was last modified, as its system writes it; an empty text where it doesn't say.
    var stamps: [String] = []
    /// What was deleted.
    var deleted: [RecordID] = []
    /// What is no part of the collection any more, and may be there all the same.
    var left: [RecordID] = []
    /// The link to the next page.
    var nextLink: String?
    /// The link from which changes are read.
    var deltaLink: String?
}

extension RecordReading {
    /// Reads a page: `{"value":[…],"@odata.nextLink":"…"}`.
    func page(_ body: [UInt8]) throws(JSONError) -> WirePage {
        var reader = JSONReader(body, limits: JSONLimits(depth: 32, members: 2_000))
        var page = WirePage()
        var memory = Memory()
        var hasValue = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "value":
                hasValue = true
                try reader.beginArray()
                while try reader.nextElement() {
                    switch try element(from: &reader, &memory) {
                    case .record(let record, let modified):
                        page.records.append(record)
                        page.stamps.append(modified ?? "")
                    case .deleted(let id): page.deleted.append(id)
                    case .left(let id): page.left.append(id)
                    }
                }
            case "@odata.nextLink": page.nextLink = try reader.isNull() ? nil : reader.string()
            case "@odata.deltaLink": page.deltaLink = try reader.isNull() ? nil : reader.string()
            default: break
            }
        }
        try reader.finish()
        guard hasValue else { throw reader.missing("value") }
        return page
    }

    /// Reads one record alone.
    func record(_ body: ArraySlice<UInt8>) throws(JSONError) -> RemoteRecord? {
        var reader = JSONReader(body, limits: JSONLimits(depth: 32, members: 2_000))
        var memory = Memory()
        guard case .record(let record, _) = try element(from: &reader, &memory) else { return nil }
        return record
    }
}
