extension DataverseError {
    /// The service's answer to whatever went wrong.
    init(translating error: any Error, model: DataverseModel) {
        switch error {
        case let error as DataverseError: self = error
        case let error as EngineError: self.init(error, model)
        case let error as ODataSyntaxError: self = .badQuery(error.message)
        default: self = Self(500, "0x80040216", "An unexpected error occurred.")
        }
    }

    private init(_ error: EngineError, _ model: DataverseModel) {
        switch error {
        case .noTable(let table): self = .metadataNotFound(table)
        case .noField(let field, let table): self = .unknownColumn(field, of: table)
        case .noRecord(let table, let id): self = .rowNotFound(table, id)
        case .versionDiffers: self = .versionMismatch
        case .duplicate(let name, let fields, _): self = Self.duplicate(fields, in: model.table(name)?.definition)
        case .refused(let reason): self = Self(400, "0x80040265", reason)
        case .badMark: self = .badCookie
        }
    }

    private static func duplicate(_ fields: [String], in definition: EntityDefinition?) -> Self {
        guard let definition else { return .duplicateRecord }
        if let unique = definition.uniqueKeys.first(where: { $0.fields == fields }), let code = unique.code {
            return Self(400, code, "A record with matching key values already exists.")
        }
        guard let key = definition.alternateKeys.first(where: { $0.fields == fields }) else { return .duplicateRecord }
        return .duplicateKey(key.fields, key: key.name)
    }

    static func methodNotAllowed(_ method: String) -> Self {
        Self(405, "0x8006088a", "The requested resource does not support http method '\(method)'.")
    }
}
