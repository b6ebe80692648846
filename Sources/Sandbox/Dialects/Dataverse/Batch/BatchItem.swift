/// What a `$batch` holds, in order: operations by themselves, and change sets that land as a whole.
enum BatchItem: Sendable {
    /// An operation by itself.
    case operation(BatchOperation)
    /// Operations of which either all take effect or none.
    case changeSet([BatchOperation])

    /// Its operations, in their order.
    var operations: [BatchOperation] {
        switch self {
        case .operation(let operation): [operation]
        case .changeSet(let operations): operations
        }
    }

    /// Reads the items of a body.
    static func items(of body: ArraySlice<UInt8>, boundary: String) throws(DataverseError) -> [BatchItem] {
        var items: [BatchItem] = []
        for part in MultipartReader.parts(of: body, boundary: boundary) {
            items.append(try item(part))
        }
        return items
    }

    private static func item(_ part: MultipartReader.Part) throws(DataverseError) -> BatchItem {
        let contentType = part.headers["content-type"] ?? "application/http"
        guard let boundary = MultipartReader.boundary(in: contentType) else {
            guard let operation = BatchOperation(part) else { throw .malformedBatch("A part holds no request line.") }
            return .operation(operation)
        }
        return .changeSet(try changeSet(MultipartReader.parts(of: part.body, boundary: boundary)))
    }

    private static func changeSet(_ parts: [MultipartReader.Part]) throws(DataverseError) -> [BatchOperation] {
        var operations: [BatchOperation] = []
        for part in parts {
            guard let operation = BatchOperation(part) else { throw .malformedBatch("A part holds no request line.") }
            guard operation.method != "GET" else { throw .readInChangeSet }
            operations.append(operation)
        }
        return operations
    }
}
