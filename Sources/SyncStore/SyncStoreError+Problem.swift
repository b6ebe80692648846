package import Model

extension SyncStoreError {
    /// The problem that ends the run of an entity, with the words that `init(_:)` needs: what passes is of class 3xxx, all else of 2xxx.
    package var problem: Problem { Problem(passes ? .storeBusy : .storeFailed, words) }

    /// Whether it may be otherwise in a while, without anybody's doing or with some room on the disk.
    private var passes: Bool {
        switch self {
        case .busy, .inUse, .diskFull: true
        case .newerVersion, .olderVersion, .missing, .gone, .notAStore, .readOnly, .cannotOpen, .needsWritableFolder,
            .moved,
            .inputOutput, .corrupt, .notDurable, .otherEnvironment, .keyMissing, .keyExposed, .keyInvalid, .constraint,
            .noSuchCoupling, .intentsNotOpen, .unexpected:
            false
        }
    }

    /// The error that a problem was made of; `nil` for a problem of anything else.
    package init?(_ problem: Problem) {
        let words = problem.arguments
        guard [.storeBusy, .storeFailed].contains(problem.code), let name = words.first, words.count >= 2 else {
            return nil
        }
        let path = words[1]
        let operation = words.count > 2 ? Operation(rawValue: words[2]) : nil
        switch (name, operation) {
        case ("moved", _): self = .moved(path: path)
        case ("notAStore", _): self = .notAStore(path: path)
        case ("readOnly", let operation?): self = .readOnly(path: path, during: operation)
        case ("diskFull", let operation?): self = .diskFull(path: path, during: operation)
        case ("corrupt", let operation?): self = .corrupt(path: path, during: operation)
        case ("busy", let operation?): self = .busy(path: path, during: operation)
        case ("inputOutput", let operation?) where words.count == 4:
            guard let code = Int32(words[3]) else { return nil }
            self = .inputOutput(path: path, during: operation, code: code)
        case ("constraint", let operation?) where words.count == 4:
            self = .constraint(during: operation, detail: words[3])
        case ("unexpected", let operation?) where words.count == 4:
            guard let code = Int32(words[3]) else { return nil }
            self = .unexpected(path: path, during: operation, code: code)
        default: return nil
        }
    }

    private var words: [String] {
        switch self {
        case .moved(let path): ["moved", path]
        case .notAStore(let path): ["notAStore", path]
        case .readOnly(let path, let operation): ["readOnly", path, operation.rawValue]
        case .diskFull(let path, let operation): ["diskFull", path, operation.rawValue]
        case .corrupt(let path, let operation): ["corrupt", path, operation.rawValue]
        case .busy(let path, let operation): ["busy", path, operation.rawValue]
        case .inputOutput(let path, let operation, let code): ["inputOutput", path, operation.rawValue, "\(code)"]
        case .constraint(let operation, let detail): ["constraint", "", operation.rawValue, detail]
        case .unexpected(let path, let operation, let code): ["unexpected", path, operation.rawValue, "\(code)"]
        // These are met before a run begins.
        case .inUse: ["inUse"]
        case .newerVersion: ["newerVersion"]
        case .olderVersion: ["olderVersion"]
        case .missing: ["missing"]
        case .cannotOpen: ["cannotOpen"]
        case .needsWritableFolder: ["needsWritableFolder"]
        case .notDurable: ["notDurable"]
        case .otherEnvironment: ["otherEnvironment"]
        case .keyMissing: ["keyMissing"]
        case .keyExposed: ["keyExposed"]
        case .keyInvalid: ["keyInvalid"]
        case .gone: ["gone"]
        case .noSuchCoupling(let id): ["constraint", "", Operation.commit.rawValue, "coupling \(id) is not there"]
        case .intentsNotOpen(let id):
            ["constraint", "", Operation.commit.rawValue, "intents \(id.number) are not open"]
        }
    }
}
