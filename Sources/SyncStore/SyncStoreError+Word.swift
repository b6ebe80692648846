extension SyncStoreError {
    /// What went wrong, as a code.
    package var word: String {
        switch self {
        case .inUse: "inUse"
        case .newerVersion: "newerVersion"
        case .olderVersion: "olderVersion"
        case .missing: "missing"
        case .notAStore: "notAStore"
        case .readOnly: "readOnly"
        case .cannotOpen: "cannotOpen"
        case .moved: "moved"
        case .diskFull: "diskFull"
        case .inputOutput: "inputOutput"
        case .corrupt: "corrupt"
        case .busy: "busy"
        case .notDurable: "notDurable"
        case .otherEnvironment: "otherEnvironment"
        case .keyMissing: "keyMissing"
        case .keyExposed: "keyExposed"
        case .keyInvalid: "keyInvalid"
        case .constraint: "constraint"
        case .noSuchCoupling: "noSuchCoupling"
        case .intentsNotOpen: "intentsNotOpen"
        case .unexpected: "unexpected"
        }
    }
}
