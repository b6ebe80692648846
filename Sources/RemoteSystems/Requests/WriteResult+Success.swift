import JSON
import Model

extension WriteResult {
    /// What the answer to a write means that was carried out; `nil` when it does not say so.
    static func success(
        _ status: Int, _ body: ArraySlice<UInt8>, of write: RemoteWrite, _ reading: RecordReading, _ side: Side
    ) -> WriteResult? {
        // It was carried out, but what the record is like now is not known.
        let unknown = WriteResult.inDoubt(Problem(.unavailable, ["unreadable"], side: side))
        switch (status, write.operation) {
        case (200, _), (201, _): return (try? reading.record(body)).map { .done($0) } ?? unknown
        case (204, .create): return unknown
        case (204, .update(let id, _)), (204, .delete(let id, _)):
            return .done(RemoteRecord(id: id, version: nil, fields: Fields()))
        default: return nil
        }
    }
}
