import Model

/// What the answer to one write means: by its status first, by the code second, since some servers leave it empty.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors>
struct RowJudgement: Sendable {
    let write: RemoteWrite
    let side: Side
    let table: RemoteTable
    let reading: RecordReading

    /// The result of the write.
    func result(_ answer: MultipartBatch.Answer) -> WriteResult {
        .success(answer.status, answer.body, of: write, reading, side) ?? refused(answer)
    }

    /// The result of a change set one of whose operations was refused; which one, it does not say.
    func refusal(ofSet answer: MultipartBatch.Answer) -> WriteResult {
        switch refused(answer) {
        // A line may be the one that is not there.
        case .gone: .versionChanged
        case let result: result
        }
    }

    private func refused(_ answer: MultipartBatch.Answer) -> WriteResult {
        let remote = Problem.RemoteAnswer(status: answer.status, code: RemoteCode.code(in: answer.body))
        let code = remote.code.lowercased()
        switch (answer.status, write.operation) {
        case (412, _) where Self.duplicates.contains(code):
            return .refused(Problem(.duplicateKey, side: side, remote: remote))
        case (412, .create(let key?)): return .exists(key)
        case (412, .create(nil)): return .refused(Problem(.duplicateKey, side: side, remote: remote))
        case (412, _), (409, _): return .versionChanged
        case (404, .update), (404, .delete):
            // A table that is gone is no missing row.
            guard !RemoteCode.isOfWholeTable(code) else {
                return .refused(Self.problem(remote, side: side, table: table.route.set))
            }
            return .gone
        case (404, .create): return .refused(Problem(.invalid, side: side, remote: remote))
        case (429, _): return .notSent(Problem(.throttled, [WriteResult.insideBatch], side: side, remote: remote))
        case (503, _): return .notSent(Problem(.unavailable, [WriteResult.insideBatch], side: side, remote: remote))
        case (408, _), (504, _): return .inDoubt(Problem(.timeout, side: side, remote: remote))
        case (500..., _), (0..<400, _): return .inDoubt(Problem(.unavailable, side: side, remote: remote))
        default: return .refused(Self.problem(remote, side: side, table: table.route.set))
        }
    }

    /// A key of the table's own, or a rule for duplicates, is violated: another row than ours.
    private static let duplicates: Set<String> = ["0x80060892", "0x80040333"]

    /// What an answer means that refuses a write, or a whole batch.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes>
    static func problem(_ remote: Problem.RemoteAnswer, side: Side, table: String) -> Problem {
        let code: ProblemCode =
            switch (remote.status, remote.code.lowercased()) {
            case (401, _): .signIn
            case (403, _): .permission
            case (404, _): .schema
            case (423, _): .locked
            case (_, "0x80044331"): .tooLong
            case (_, "0x80043b08"), (_, "0x80040237"), (_, "0x80060892"), (_, "0x80040333"): .duplicateKey
            case (_, "0x80043b0e"), (_, "0x80043b0d"), (_, "0x80043b0a"), (_, "0x80043b05"): .required
            case (405, _), (_, "0x80040227"), (_, "0x80040265"), (_, "0x80048408"), (_, "0x80040203"),
                (_, "0x8004023b"), (_, "0x80040233"), (_, "0x8004022e"), (_, "0x80040230"), (_, "0x80048cf6"),
                (_, "0x80048cea"):
                .refusedByRule
            default: .invalid
            }
        return Problem(code, code.problemClass == .configuration ? [table] : [], side: side, remote: remote)
    }
}
